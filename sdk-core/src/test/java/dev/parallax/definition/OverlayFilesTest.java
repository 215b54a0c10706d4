package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.model.Application;
import dev.parallax.model.FileSource;
import dev.parallax.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an overlay names is beside the overlay, wherever that is. */
class OverlayFilesTest {
    @TempDir
    Path folder;

    private Path definition = Path.of("");

    @BeforeEach
    void writeDefinition() throws IOException {
        definition = write("app/web.yaml", """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: web, version: "1"}
                roles: {web: {components: {web: {artifact: {image: "web:1"}, command: [web], files: {/a: {template: a.txt}}}}}}
                """);
        write("app/a.txt", "of the definition");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path overlay(String name, Object template) throws IOException {
        return write(name, """
                apiVersion: parallax.dev/v1
                kind: Overlay
                metadata: {name: some}
                roles: {web: {components: {web: {files: {/b: {template: "%s"}}}}}}
                """.formatted(template));
    }

    private void assertMerges(Path overlaid, Path overlay, String text) throws IOException {
        MergedDefinition merged = DefinitionReader.merge(overlaid, overlay);
        assertThat(text(merged.application(), "/a")).isEqualTo("of the definition");
        assertThat(text(merged.application(), "/b")).isEqualTo(text);
        Path beside = Files.writeString(overlaid.resolveSibling("merged.yaml"), merged.yaml());
        assertThat(DefinitionReader.read(beside)).isEqualTo(merged.application());
    }

    private static String text(Application application, String file) {
        Role role = Objects.requireNonNull(application.roles().get("web"));
        FileSource source = Objects.requireNonNull(
                Objects.requireNonNull(role.components().get("web")).files().get(file));
        return ((FileSource.Template) source).text();
    }

    @Test
    void ofTheSameNameAsOneBesideTheDefinition() throws IOException {
        write("prod/a.txt", "of the overlay");

        assertMerges(definition, overlay("prod/some.yaml", "a.txt"), "of the overlay");
    }

    @Test
    void byAnAbsoluteName() throws IOException {
        assertMerges(definition, overlay("prod/some.yaml", write("else/b.txt", "elsewhere")), "elsewhere");
    }

    @Test
    void besideADefinitionInTheSameFolder() throws IOException {
        write("app/b.txt", "beside both");

        assertMerges(definition, overlay("app/some.yaml", "b.txt"), "beside both");
    }

    @Test
    void aboveTheOverlayThroughALink() throws IOException {
        write("real/b.txt", "above the folder itself");
        Files.createDirectories(folder.resolve("real/prod"));
        Files.createDirectories(folder.resolve("linked"));
        Files.createSymbolicLink(folder.resolve("linked/prod"), folder.resolve("real/prod"));
        write("linked/b.txt", "above the link");

        assertMerges(definition, overlay("linked/prod/some.yaml", "../b.txt"), "above the folder itself");
    }

    @Test
    void besideADefinitionBehindALink() throws IOException {
        write("prod/b.txt", "of the overlay");
        Path link = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("deep/er")).resolve("app"), folder.resolve("app"));

        assertMerges(link.resolve("web.yaml"), overlay("prod/some.yaml", "b.txt"), "of the overlay");
    }

    @Test
    void allFilesThatCannotBeReadAreNamed() {
        assertThatThrownBy(() -> DefinitionReader.read(
                        folder.resolve("none.yaml"), definition.resolveSibling("web.yaml"), folder.resolve("no.yaml")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage(
                        "%1$s/none.yaml: does not exist; name an existing file%n%1$s/no.yaml: does not exist; name an existing file"
                                .formatted(folder));
    }
}
