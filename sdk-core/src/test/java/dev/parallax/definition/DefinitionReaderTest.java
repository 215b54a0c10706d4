package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DefinitionReaderTest {
    private static final Path GOOD = Path.of("src/test/resources/definition/good");

    @TempDir
    Path folder;

    @Test
    void readsEveryKey() {
        assertThat(DefinitionReader.read(GOOD.resolve("everything.yaml"))).isEqualTo(Samples.everything());
    }

    @Test
    void readsJson() throws Exception {
        String json =
                "{\"apiVersion\": \"parallax.dev/v1\",\t\"kind\": \"Application\", \"metadata\": {\"name\": \"a\","
                        + " \"version\": \"1\\/2\".\"x\"}}";
        assertThatThrownBy(() -> read("a.json", json)).isInstanceOf(InvalidDefinitionException.class);
        Application application = read("b.json", """
                {"apiVersion": "parallax.dev/v1", "kind": "Application",
                \t"metadata": {"name": "a", "version": "1"},
                \t"roles": {"web": {"components": {"app": {
                \t\t"artifact": {"image": "x:1"}, "command": ["\\/bin\\/true", "\\u00e9"]}}}}}
                """);
        assertThat(role(application).components().get("app"))
                .satisfies(app -> assertThat(app.command()).containsExactly("/bin/true", "é"));
    }

    @Test
    void readsTheFlagship() {
        Application keystone = DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml"));
        Role role = Objects.requireNonNull(keystone.roles().get("keystone"));
        assertThat(role.replicas().count()).isEqualTo(3);
        assertThat(role.replicas().update().deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(keystone.acceptance()).hasSize(4);
    }

    @Test
    void replicasMayBeANumber() throws Exception {
        assertThat(role(read("a.yaml", small("replicas: 3"))).replicas().count())
                .isEqualTo(3);
    }

    @Test
    void readsAFileWithAByteOrderMarkAndWindowsLineEnds() throws Exception {
        assertThat(read("a.yaml", "\uFEFF" + small("replicas: 2").replace("\n", "\r\n")))
                .isEqualTo(read("b.yaml", small("replicas: 2")));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertProblem(folder.resolve("none.yaml"), "none.yaml: does not exist; name an existing file");
        assertProblem(folder, "is not a file; name a file, not a folder or device");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        assertProblem(write("a.yaml", ""), ":1:1: is empty; describe an application");
        assertProblem(write("a.yaml", "# nothing\n"), "is empty; describe an application");
        assertProblem(write("a.yaml", "---\n"), "is empty and must be a mapping");
    }

    @Test
    void refusesAFileOfFiftyMegabytesWithoutReadingIt() throws Exception {
        Path file = folder.resolve("large.yaml");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(50_000_000);
        }
        assertProblem(file, "has 50000000 bytes; at most 1048576 are read; make it smaller");
    }

    @Test
    void readsAStreamAsItReadsAFile() throws Exception {
        byte[] good = small("replicas: 2").getBytes(StandardCharsets.UTF_8);
        assertThat(DefinitionReader.merge(new ByteArrayInputStream(good), "input", folder)
                        .application())
                .isEqualTo(read("a.yaml", small("replicas: 2")));
        assertThatThrownBy(() -> DefinitionReader.merge(
                        new ByteArrayInputStream(new byte[2 << 20]), "input", folder, folder.resolve("none.yaml")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("input: has more than 1048576 bytes; make it smaller")
                .hasMessageContaining("none.yaml: does not exist");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws Exception {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "name: it\nlabel: Gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        assertProblem(file, "latin1.yaml:2:10: is not UTF-8 text; save it as UTF-8");
        Path wide = folder.resolve("wide.yaml");
        Files.write(wide, "name: it\n".getBytes(StandardCharsets.UTF_16));
        assertProblem(wide, "wide.yaml:1:1: is not UTF-8 text; save it as UTF-8");
        Path cut = folder.resolve("cut.yaml");
        Files.write(cut, Arrays.copyOf("\uFEFFa: \uD83D\uDE00\u20ac".getBytes(StandardCharsets.UTF_8), 12));
        assertProblem(cut, "cut.yaml:1:5: is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void refusesCharactersThatYamlForbids() throws Exception {
        assertProblem(write("a.yaml", "a: b\nc: \u0001\n"), ":2:4: has the character U+0001");
    }

    @Test
    void refusesAliasBombs() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(10, alias)) + "]\n");
        }
        assertProblem(
                write("a.yaml", bomb.toString()),
                "a.yaml:7:10: refers to mappings and lists more than 50 times; write them out");
        assertProblem(write("b.yaml", "roles: &a {web: *a}\n"), "b.yaml");
        assertProblem(write("c.yaml", "&a [*a]\n"), "c.yaml");
    }

    @Test
    void refusesWhatIsNestedTooDeep() throws Exception {
        assertProblem(write("a.yaml", "[".repeat(200_000)), "is nested more than 50 levels deep");
        assertProblem(write("b.yaml", "a: ".repeat(100)), "b.yaml:1:");
        assertProblem(write("c.yaml", "- ".repeat(100_000) + "x"), "is nested more than 50 levels deep");
        assertProblem(write("d.yaml", "? ".repeat(100_000) + "x"), "is nested more than 50 levels deep");
    }

    @Test
    void staysQuickAndShortWithThousandsOfProblems() throws Exception {
        StringBuilder many = new StringBuilder(small("replicas: 1"));
        for (int role = 0; role < 8_000; role++) {
            many.append("  role" + role + ": {requires: [{role: rolf" + role
                    + "}], components: {a: {image: \"{{x}}\"}}}\n");
        }
        assertThatThrownBy(() -> read("a.yaml", many.toString()))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("problems more; correct these first")
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200_000));
    }

    @Test
    void holdsAJavaApplicationToTheSameRules() {
        Application application = Application.builder()
                .from(Samples.everything())
                .name("Not a name")
                .build();
        assertThatThrownBy(() -> Validation.check(application))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage(
                        "metadata.name: 'Not a name' has not the right form; write lower-case letters, digits and '-', at"
                                + " most 40, starting with a letter and ending with a letter or digit");
        assertThat(Validation.problems(Samples.everything())).isEmpty();
        assertThat(Validation.problems(
                        Application.builder().name("a").version("1").build()))
                .hasSize(1);
    }

    private void assertProblem(Path file, String part) {
        assertThatThrownBy(() -> DefinitionReader.read(file))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining(part);
    }

    private Application read(String name, String text) throws Exception {
        return DefinitionReader.read(write(name, text));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Role role(Application application) {
        return application.roles().values().iterator().next();
    }

    private static String small(String more) {
        return """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: a, version: "1"}
                roles:
                  web:
                    %s
                    components:
                      app: {artifact: {image: "x:1"}, command: [run]}
                """.formatted(more);
    }
}
