package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.cli.RenderedFolder.Changed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what else is in a folder that is rendered to. */
class RenderedFolderTest {
    @TempDir
    Path parent;

    private Path folder = Path.of("");
    private Path precious = Path.of("");

    @BeforeEach
    void renderOnce() throws IOException {
        folder = parent.resolve("rendered");
        precious = Files.writeString(parent.resolve("precious"), "kept");
        render("1", Changed.REFUSED);
    }

    private void render(String text, Changed changed) throws IOException {
        RenderedFolder.of(folder).write(new TreeMap<>(Map.of("a.yaml", text, "below/b.yaml", text)), changed);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void leavesNothingButWhatItWrote() throws IOException {
        render("2", Changed.REFUSED);

        assertThat(names()).containsExactly(RenderedFolder.INDEX, "a.yaml", "below");
    }

    @Test
    void leavesFilesAndLinksOfOthersAloneWhateverTheirNames() throws IOException {
        Path mine = Files.writeString(folder.resolve("a.yaml.draft"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("below/b.yaml.draft"), precious);

        render("2", Changed.REFUSED);

        assertThat(folder.resolve("a.yaml")).hasContent("2");
        assertThat(mine).hasContent("mine");
        assertThat(link).isSymbolicLink();
        assertThat(precious).hasContent("kept");
    }

    @Test
    void keepsTheModeOfAFileThatItReplaces() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        render("2", Changed.REFUSED);

        assertThat(file).hasContent("2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void takesALinkForAChangeWhateverItLeadsTo() throws IOException {
        Path file = folder.resolve("a.yaml");
        Path elsewhere = Files.move(file, parent.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(() -> render("2", Changed.REFUSED))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("and would be replaced: " + file + ";");
        assertThat(file).isSymbolicLink();
        assertThat(folder.resolve("below/b.yaml")).hasContent("1");

        render("2", Changed.REPLACED);
        assertThat(file).isRegularFile().hasContent("2");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent("1");
    }

    @Test
    void removesALinkAndNotWhatItLeadsTo() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.delete(file);
        Files.createSymbolicLink(file, precious);

        assertThatThrownBy(() -> RenderedFolder.of(folder).write(new TreeMap<>(), Changed.REFUSED))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("were changed since: " + file + ";");
        RenderedFolder.of(folder).write(new TreeMap<>(), Changed.REPLACED);

        assertThat(names()).containsExactly(RenderedFolder.INDEX);
        assertThat(precious).hasContent("kept");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFolderInThePlaceOfAFileBeforeItTouchesAny(Changed changed) throws IOException {
        Path inTheWay = folder.resolve("below/b.yaml");
        Files.delete(inTheWay);
        Files.createDirectory(inTheWay);

        assertThatThrownBy(() -> render("2", changed))
                .isInstanceOf(UsageException.class)
                .hasMessage("--to: " + inTheWay + " is a folder in the place of a file; move it away, or name another"
                        + " folder; nothing was touched");
        assertThat(folder.resolve("a.yaml")).hasContent("1");
    }

    @ParameterizedTest
    @EnumSource
    void writesThroughNoLinkInThePlaceOfAFolder(Changed changed) throws IOException {
        Path below = folder.resolve("below");
        Path elsewhere = Files.move(below, parent.resolve("elsewhere"));
        Files.createSymbolicLink(below, elsewhere);
        String refusal =
                "--to: " + below + " is a file or a link in the place of a folder; move it away, or name another"
                        + " folder; nothing was touched";

        assertThatThrownBy(() -> render("2", changed))
                .isInstanceOf(UsageException.class)
                .hasMessage(refusal);
        assertThatThrownBy(() -> RenderedFolder.of(folder).write(new TreeMap<>(), changed))
                .isInstanceOf(UsageException.class)
                .hasMessage(refusal);
        assertThat(folder.resolve("a.yaml")).hasContent("1");
        assertThat(elsewhere.resolve("b.yaml")).hasContent("1");
    }

    @Test
    void readsNoIndexThroughALink() throws IOException {
        Path index = folder.resolve(RenderedFolder.INDEX);
        Path elsewhere = Files.move(index, parent.resolve("elsewhere"));
        Files.createSymbolicLink(index, elsewhere);

        assertThatThrownBy(() -> render("2", Changed.REPLACED))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(index + " is not what `render` leaves there");
    }
}
