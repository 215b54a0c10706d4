package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What is published of the form of definitions is what the reader reads. {@code -Dparallax.update=true} writes it anew. */
class PublishedFormTest {
    private static final Path SCHEMA = Path.of("src/main/resources/dev/parallax/definition/application.schema.json");
    private static final Path REFERENCE = Path.of("../docs/model.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void schemaIsCurrent() throws Exception {
        assertCurrent(SCHEMA, DefinitionSchema.text());
    }

    @Test
    void referenceIsCurrent() throws Exception {
        assertCurrent(REFERENCE, ModelReference.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../examples/keystone/keystone.yaml", "src/test/resources/definition/good/everything.yaml"})
    void schemaAcceptsGoodDefinitions(String file) throws Exception {
        assertThat(schema().validate(document(Path.of(file)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-types", "unknown-keys", "exactly-one"})
    void schemaRefusesBadDefinitions(String name) throws Exception {
        Path file = Path.of("src/test/resources/definition/bad").resolve(name).resolve("input.yaml");
        assertThat(schema().validate(document(file))).isNotEmpty();
    }

    private static JsonSchema schema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(DefinitionSchema.text());
    }

    private static JsonNode document(Path file) throws Exception {
        Load load = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
        return JSON.valueToTree(load.loadFromString(Files.readString(file)));
    }

    private static void assertCurrent(Path file, String wanted) throws Exception {
        if (Boolean.getBoolean("parallax.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file)
                .content()
                .as(file + " is made with -Dparallax.update=true")
                .isEqualTo(wanted);
    }
}
