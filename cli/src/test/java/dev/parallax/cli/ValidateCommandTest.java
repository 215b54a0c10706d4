package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String KEYSTONE = "../examples/keystone/keystone.yaml";

    @TempDir
    Path folder;

    private Path broken() throws IOException {
        return Files.writeString(folder.resolve("broken.yaml"), """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: web, version: "1"}
                services:
                  web: {role: wbe, ports: {http: 99999}}
                roles:
                  web:
                    replicas: {count: 1}
                    components:
                      web: {artifact: {image: "web:1", packages: []}, command: [web], ports: {http: 80}}
                """);
    }

    @Test
    void saysThatTheFlagshipIsValid() {
        Run run = Run.of("validate", KEYSTONE);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith(KEYSTONE + ": valid: keystone ");
    }

    @Test
    void listsEveryProblemWithItsPlace() throws IOException {
        Path file = broken();

        Run run = Run.of("validate", file.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .anyMatch(line -> line.startsWith(file + ":5:15 services.web.role: there is no role 'wbe'"))
                .anyMatch(line -> line.startsWith(file + ":5:34 services.web.ports.http: is 99999"))
                .last()
                .isEqualTo("2 problems; nothing was touched");
    }

    @Test
    void givesAScriptOneDocument() throws IOException {
        Run run = Run.of("validate", "-o", "json", KEYSTONE, broken().toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
        JsonNode results = new ObjectMapper().readTree(run.out());
        assertThat(results).hasSize(2);
        assertThat(results.get(0).get("valid").asBoolean()).isTrue();
        assertThat(results.get(1).get("problems")).hasSize(2);
        assertThat(results.get(1).get("problems").get(0).get("line").asInt()).isEqualTo(5);
    }

    @Test
    void readsTheStandardInput() throws IOException {
        Run run = withInput(broken(), "validate", "-");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("standard input:5:15 services.web.role: there is no role 'wbe'");
        assertThat(withInput(broken(), "delete", "-").err()).startsWith("standard input:5:15 ");
    }

    private static Run withInput(Path file, String... arguments) throws IOException {
        InputStream usual = System.in;
        try (InputStream input = Files.newInputStream(file)) {
            System.setIn(input);
            return Run.of(arguments);
        } finally {
            System.setIn(usual);
        }
    }

    @Test
    void aMissingFileIsBadUsage() {
        Run run = Run.of("validate", folder.resolve("none.yaml").toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("none.yaml").doesNotContain("\tat ");
    }

    @Test
    void nothingIsTouchedForAnInvalidDefinition() throws IOException {
        Run run = Run.of("apply", "--backend", "in-memory", broken().toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).endsWith("2 problems; nothing was touched\n");
    }
}
