package dev.parallax.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of definitions, shorthands included, for editors that complete and check them. Published as the
 * resource {@code application.schema.json} of this package.
 */
public final class DefinitionSchema {
    private static final ObjectMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DefinitionSchema() {}

    /** The schema, made from the forms that the reader uses. */
    public static String text() {
        SchemaDefinitions definitions = new SchemaDefinitions();
        ObjectNode schema = SchemaDefinitions.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Parallax application");
        schema.setAll(ApplicationForm.FORM.schema(definitions));
        schema.set("$defs", definitions.all());
        try {
            return PRETTY.writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema that cannot be written", e);
        }
    }
}
