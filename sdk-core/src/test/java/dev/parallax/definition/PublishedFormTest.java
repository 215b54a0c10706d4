package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What is published of the form of definitions is what the reader reads. {@code -Dparallax.update=true} writes it anew. */
class PublishedFormTest {
    private static final Path SCHEMAS = Path.of("src/main/resources/dev/parallax/definition");
    private static final Path REFERENCE = Path.of("../docs/model.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void schemasAreCurrent() throws Exception {
        assertCurrent(SCHEMAS.resolve("application.schema.json"), DefinitionSchema.text());
        assertCurrent(SCHEMAS.resolve("overlay.schema.json"), DefinitionSchema.overlayText());
    }

    @Test
    void referenceIsCurrent() throws Exception {
        assertCurrent(REFERENCE, ModelReference.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../examples/keystone/keystone.yaml", "src/test/resources/definition/good/everything.yaml"})
    void schemaAcceptsGoodDefinitions(String file) throws Exception {
        assertThat(problems(DefinitionSchema.text(), document(Path.of(file)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goodOverlays")
    void schemaAcceptsGoodOverlays(Path file) throws Exception {
        assertThat(problems(DefinitionSchema.overlayText(), document(file))).isEmpty();
    }

    static List<Path> goodOverlays() throws IOException {
        List<Path> overlays = new ArrayList<>(OverlaysTest.overlaysOf("good"));
        overlays.add(Path.of("../examples/keystone/overlays/small.yaml"));
        return overlays;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-keys", "wrong-types", "own-head", "partial-items"})
    void schemaRefusesBadOverlays(String name) throws Exception {
        Path file = OverlaysTest.CASES.resolve("bad").resolve(name).resolve("overlay-1.yaml");
        assertThat(problems(DefinitionSchema.overlayText(), document(file))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-types", "unknown-keys", "exactly-one"})
    void schemaRefusesBadDefinitions(String name) throws Exception {
        Path file = Path.of("src/test/resources/definition/bad").resolve(name).resolve("input.yaml");
        assertThat(problems(DefinitionSchema.text(), document(file))).isNotEmpty();
    }

    private static List<Error> problems(String schema, String document) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(document, InputFormat.JSON);
    }

    private static String document(Path file) throws Exception {
        Load load = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
        return JSON.writeValueAsString(load.loadFromString(Files.readString(file)));
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
