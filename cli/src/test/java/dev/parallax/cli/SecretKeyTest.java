package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key by which secrets of a fleet are sealed: how it is made, and what is said of a file that is none. */
class SecretKeyTest {
    @TempDir
    Path folder;

    @Test
    void makesAKeyAndNeverOverwritesOne() throws IOException {
        Path file = folder.resolve("seal.key");

        Run made = Run.of("secret", "key", "--to", file.toString());

        assertThat(made.err()).isEmpty();
        assertThat(made.status()).isZero();
        assertThat(made.out()).contains(file.toString()).doesNotContain("PRIVATE");
        String key = Files.readString(file);
        assertThat(key).contains("BEGIN PRIVATE KEY", "BEGIN CERTIFICATE");

        Run again = Run.of("secret", "key", "--to", file.toString());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains(file + ": is there already").hasLineCount(1);
        assertThat(file).hasContent(key);

        Path next = folder.resolve("next.key");
        assertThat(Run.of("secret", "key", "--before", file.toString(), "--to", next.toString())
                        .status())
                .isZero();
        assertThat(Files.readString(next)).endsWith(key).isNotEqualTo(key);
    }

    @Test
    void saysWhereNoKeyCanBeWritten() {
        Run run =
                Run.of("secret", "key", "--to", folder.resolve("none/seal.key").toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("none/seal.key: there is no such folder").hasLineCount(1);
    }

    @Test
    void saysOfAFileThatHoldsNoKeyWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("seal.key"), "secret words");

        Run run = Run.of(
                "status",
                "--backend",
                "puppet-consul",
                "--consul",
                "http://localhost:1",
                "--seal-key",
                file.toString(),
                "web");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains(file.toString(), "`parallax secret key --to FILE`")
                .doesNotContain("secret words")
                .hasLineCount(1);
    }
}
