package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessCommandTest {
    private static final Path KEYSTONE = Path.of("../examples/keystone/keystone.yaml");
    private static final Path PAGE = Path.of("../docs/fidelity.md");

    @TempDir
    Path folder;

    @Test
    void thePageShowsWhatTheCommandPrints() throws IOException {
        Run run = Run.of("assess", "--all", "-o", "markdown", KEYSTONE.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Files.readString(PAGE))
                .as("write it anew: ./parallax assess --all -o markdown examples/keystone/keystone.yaml")
                .endsWith(run.out());
    }

    @Test
    void saysWhatIsApproximatedAndHow() {
        Run run = Run.of("assess", "--on", "kubernetes", definition("maxUnavailable: 1", "1500ms"));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .first()
                .asString()
                .startsWith("kubernetes: ")
                .endsWith(" 0 refused");
        assertThat(run.out())
                .containsPattern(
                        "approximated: .*: 2s\n +roles\\.store\\.components\\.store\\.checks\\.ready\\.every\n");
    }

    @Test
    void aRefusedFieldIsAFailure() {
        String file = definition("maxUnavailable: 0, maxSurge: 1", "1s");
        Run run = Run.of("assess", file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("refused: .*write maxUnavailable: 1\n +\\Q" + file
                        + "\\E:6:51 roles\\.store\\.replicas\\.update\\.maxUnavailable\n");
    }

    @Test
    void whatIsRefusedIsNotWrittenDownEither() {
        Path to = folder.resolve("rendered");
        String file = definition("maxUnavailable: 0, maxSurge: 1", "1s");
        Run run = Run.of("render", "--to", to.toString(), file);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(file + ":6:51 roles.store.replicas.update.maxUnavailable: is refused by kubernetes; ")
                .endsWith("nothing was touched\n");
        assertThat(to).doesNotExist();
    }

    @Test
    void isADocumentForAScript() throws IOException {
        Run run = Run.of("assess", "-o", "json", definition("maxUnavailable: 1", "1s"));

        JsonNode reports = new ObjectMapper().readTree(run.out());
        assertThat(reports)
                .extracting(report -> report.get("backend").asText())
                .containsExactly("kubernetes", "puppet-consul");
        assertThat(reports.get(0)
                        .get("fields")
                        .get(0)
                        .get("fidelity")
                        .get("fidelity")
                        .asText())
                .isEqualTo("exact");
    }

    @Test
    void namesTheBackendsThereAre() {
        Run run = Run.of("assess", "--on", "kubernets", KEYSTONE.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean").contains("kubernetes");
    }

    private String definition(String update, String every) {
        try {
            return Files.writeString(folder.resolve("store.yaml"), """
                            apiVersion: parallax.dev/v1
                            kind: Application
                            metadata: {name: shop, version: "1"}
                            roles:
                              store:
                                replicas: {count: 1, update: {%s}}
                                storage: {data: {path: /data, size: 1Gi, keep: true}}
                                components:
                                  store:
                                    artifact: {image: "store:1"}
                                    command: [store]
                                    ports: {http: 80}
                                    checks: {ready: {tcp: http, every: %s}}
                            """.formatted(update, every))
                    .toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
