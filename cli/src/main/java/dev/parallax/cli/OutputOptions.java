package dev.parallax.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parallax.definition.ModelJson;
import picocli.CommandLine.Option;

/** The choice between text for a person and JSON for a script. */
final class OutputOptions {
    private static final ObjectWriter LINE = ModelJson.mapper().writer();
    private static final ObjectWriter DOCUMENT = LINE.with(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.TEXT;

    boolean json() {
        return format == OutputFormat.JSON;
    }

    /** Writes the value to standard output as one indented JSON document. */
    static void write(Invocation invocation, Object value) {
        invocation.out().println(text(DOCUMENT, value));
    }

    /** The value as a JSON document in one line, for results of which one comes after the other. */
    static String line(Object value) {
        return text(LINE, value);
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written as JSON", e);
        }
    }
}
