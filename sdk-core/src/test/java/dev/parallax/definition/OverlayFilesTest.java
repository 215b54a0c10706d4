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

/** What an overlay names is beside the overlay, wherever that is, or beside the definition; and nowhere else. */
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
        MergedDefinition merged = merged(overlaid, overlay, text);
        Path beside = Files.writeString(overlaid.resolveSibling("merged.yaml"), merged.yaml());
        assertThat(DefinitionReader.read(beside)).isEqualTo(merged.application());
    }

    /** As one definition it names a file that is not beside it. */
    private void assertMergesTogetherOnly(Path overlaid, Path overlay, String text) throws IOException {
        MergedDefinition merged = merged(overlaid, overlay, text);
        Path beside = Files.writeString(overlaid.resolveSibling("merged.yaml"), merged.yaml());
        assertThatThrownBy(() -> DefinitionReader.read(beside))
                .hasMessageContaining("' lies outside the folder of the document that names it; put a copy beside");
    }

    private static MergedDefinition merged(Path overlaid, Path overlay, String text) {
        MergedDefinition merged = DefinitionReader.merge(overlaid, overlay);
        assertThat(text(merged.application(), "/a")).isEqualTo("of the definition");
        assertThat(text(merged.application(), "/b")).isEqualTo(text);
        return merged;
    }

    private static void assertRefuses(Path overlaid, Path overlay, String problem) {
        assertThatThrownBy(() -> DefinitionReader.merge(overlaid, overlay))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith(overlay + ":4:")
                .hasMessageContaining(problem);
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

        assertMergesTogetherOnly(definition, overlay("prod/some.yaml", "a.txt"), "of the overlay");
    }

    @Test
    void inAFolderBesideADefinitionThatIsAbove() throws IOException {
        write("app/prod/b.txt", "of the overlay");

        assertMerges(definition, overlay("app/prod/some.yaml", "b.txt"), "of the overlay");
    }

    @Test
    void orBesideTheDefinition() throws IOException {
        write("app/b.txt", "shared");

        assertMerges(definition, overlay("prod/some.yaml", "../app/b.txt"), "shared");
    }

    @Test
    void notByAnAbsoluteName() throws IOException {
        assertRefuses(
                definition, overlay("app/some.yaml", write("app/b.txt", "beside it")), "b.txt' is an absolute path; ");
    }

    @Test
    void notElsewhereWhetherThereIsOneOrNot() throws IOException {
        write("else/b.txt", "elsewhere");

        assertRefuses(
                definition,
                overlay("prod/b.yaml", "../else/b.txt"),
                "file '../else/b.txt' lies outside the folder of ");
        assertRefuses(
                definition,
                overlay("prod/c.yaml", "../else/c.txt"),
                "file '../else/c.txt' lies outside the folder of ");
    }

    @Test
    void notBehindALinkThatLeadsElsewhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("app/b.txt"), write("else/b.txt", "elsewhere"));

        assertRefuses(
                definition,
                overlay("app/some.yaml", "b.txt"),
                "file 'b.txt' is a link that leads outside the folder of ");
    }

    @Test
    void behindALinkThatStaysThere() throws IOException {
        Files.createSymbolicLink(folder.resolve("app/b.txt"), write("app/now/b.txt", "now"));

        assertMerges(definition, overlay("app/some.yaml", "b.txt"), "now");
    }

    @Test
    void besideADefinitionInTheSameFolder() throws IOException {
        write("app/b.txt", "beside both");

        assertMerges(definition, overlay("app/some.yaml", "b.txt"), "beside both");
    }

    @Test
    void notAboveTheOverlayThroughALink() throws IOException {
        write("real/b.txt", "above the folder itself");
        Files.createDirectories(folder.resolve("real/prod"));
        Files.createDirectories(folder.resolve("linked"));
        Files.createSymbolicLink(folder.resolve("linked/prod"), folder.resolve("real/prod"));
        write("linked/b.txt", "above the link");

        assertRefuses(definition, overlay("linked/prod/some.yaml", "../b.txt"), "lies outside the folder of ");
    }

    @Test
    void besideADefinitionBehindALink() throws IOException {
        write("prod/b.txt", "of the overlay");
        Path link = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("deep/er")).resolve("app"), folder.resolve("app"));

        assertMergesTogetherOnly(link.resolve("web.yaml"), overlay("prod/some.yaml", "b.txt"), "of the overlay");
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
