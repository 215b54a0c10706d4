package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that reads a definition reads it with overlays. */
class OverlayTest {
    private static final String KEYSTONE = "../examples/keystone/keystone.yaml";
    private static final String SMALL = "../examples/keystone/overlays/small.yaml";

    @TempDir
    Path folder;

    private String definition = "";
    private String prod = "";

    @BeforeEach
    void writeDocuments() throws IOException {
        definition = write("web.yaml", """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: web, version: "1"}
                roles:
                  web:
                    replicas: 2
                    components:
                      web: {artifact: {image: "web:1"}, command: [web], ports: {http: 80}}
                """);
        prod = overlay("prod", "roles: {web: {replicas: 5}}");
    }

    private String overlay(String name, String differences) throws IOException {
        return write(name + ".yaml", """
                apiVersion: parallax.dev/v1
                kind: Overlay
                metadata: {name: %s}
                %s
                """.formatted(name, differences));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void theSmallFlagshipIsValid() {
        Run run = Run.of("validate", "--overlay", SMALL, KEYSTONE);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith(KEYSTONE + ": valid: keystone ");
    }

    @Test
    void mergeShowsWhereEachValueComesFrom() {
        Run run = Run.of("merge", "--overlay", prod, definition);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .contains("  name: web # " + definition + ":3:18", "    replicas: 5 # " + prod + ":4:25");
    }

    @Test
    void whatMergeShowsIsADefinition() throws IOException {
        String merged = write(
                "merged.yaml", Run.of("merge", "--overlay", prod, definition).out());

        assertThat(Run.of("apply", "--backend", "in-memory", merged).out()).contains("role web: 5 of 5 ready");
    }

    @Test
    void mergeGivesAScriptOneDocument() throws IOException {
        JsonNode values = new ObjectMapper()
                .readTree(Run.of("merge", "-o", "json", "--overlay", prod, definition)
                        .out());

        assertThat(values).anySatisfy(value -> {
            assertThat(value.get("path").asText()).isEqualTo("roles.web.replicas");
            assertThat(value.get("value").asText()).isEqualTo("5");
            assertThat(value.get("file").asText()).isEqualTo(prod);
            assertThat(value.get("line").asInt()).isEqualTo(4);
            assertThat(value.get("column").asInt()).isEqualTo(25);
        });
    }

    @Test
    void aLaterOverlayWins() throws IOException {
        String eu = overlay("eu", "roles: {web: {replicas: 4}}");

        Run run = Run.of("apply", "--backend", "in-memory", "--overlay", prod, "--overlay", eu, definition);

        assertThat(run.out()).contains("role web: 4 of 4 ready");
    }

    @Test
    void planRenderAndAssessTakeOverlays() throws IOException {
        Path to = folder.resolve("rendered");

        Run plan = Run.of("plan", "--backend", "in-memory", "--overlay", prod, definition);
        Run render = Run.of("render", "--on", "kubernetes", "--to", to.toString(), "--overlay", prod, definition);
        Run assess = Run.of("assess", "--overlay", prod, definition);

        assertThat(plan.status()).as(plan.err()).isZero();
        assertThat(assess.status()).as(assess.err()).isZero();
        assertThat(render.out().lines().map(Path::of))
                .anySatisfy(file -> assertThat(file).content().contains("replicas: 5"));
    }

    @Test
    void aReviewedPlanHasItsOverlaysInIt() {
        String plan = folder.resolve("plan.json").toString();

        Run.of("plan", "--backend", "in-memory", "--save", plan, "--overlay", prod, definition);

        assertThat(Run.of("apply", "--backend", "in-memory", "--plan", plan).out())
                .contains("role web: 5 of 5 ready");
        Run both = Run.of("apply", "--backend", "in-memory", "--plan", plan, "--overlay", prod);
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("--overlay means nothing together with --plan");
    }

    @Test
    void problemsAreThoseOfTheDocumentTheyStandIn() throws IOException {
        String typo = overlay("typo", "roles: {web: {replica: 5}}");

        Run run = Run.of("validate", "--overlay", typo, "--overlay", folder + "/none.yaml", definition);
        Run unknown = Run.of("validate", "--overlay", typo, definition);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith(folder + "/none.yaml: does not exist; name an existing file\n");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .startsWith(typo + ":4:15 roles.web.replica: is not known; did you mean 'replicas'?\n");
    }

    @Test
    void anOverlayAloneIsSaidToBeOne() {
        assertThat(Run.of("validate", prod).err())
                .isEqualTo(prod
                        + ":2:7 kind: is 'Overlay' and must be 'Application'; lay it over the definition it is for,"
                        + " with --overlay\n1 problem; nothing was touched\n");
    }

    @Test
    void schemaIsThereForOverlaysToo() {
        assertThat(Run.of("schema", "overlay").out()).contains("\"Parallax overlay\"");
        assertThat(Run.of("schema").out()).contains("\"Parallax application\"");
        assertThat(Run.of("schema", "overlays").status()).isEqualTo(2);
    }
}
