package dev.parallax.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas (draft 2020-12) of definitions and of overlays, shorthands included, for editors that complete and check them.
 * Published as the resources {@code application.schema.json} and {@code overlay.schema.json} of this package.
 */
public final class DefinitionSchema {
    private static final ObjectMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DefinitionSchema() {}

    /** The schema of a definition, made from the forms that the reader uses. */
    public static String text() {
        return text("Parallax application", ApplicationForm.FORM);
    }

    /** The schema of an overlay, from the same forms. */
    public static String overlayText() {
        return text("Parallax overlay", OverlayForm.FORM);
    }

    private static String text(String title, Form<?> form) {
        SchemaDefinitions definitions = new SchemaDefinitions();
        ObjectNode schema = SchemaDefinitions.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", title);
        schema.setAll(form.schema(definitions));
        schema.set("$defs", definitions.all());
        try {
            return PRETTY.writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema that cannot be written", e);
        }
    }
}
