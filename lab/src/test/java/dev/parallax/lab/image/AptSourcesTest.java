package dev.parallax.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
    private final Path apt;

    AptSourcesTest(@TempDir Path apt) {
        this.apt = apt;
    }

    @Test
    void readsStanzasOfAnyReleaseAndNamesTheAskedOne() throws IOException {
        write("sources.list.d/debian.sources", """
                Types: deb
                # a remark
                URIs: http://mirror.test/debian/
                Suites: trixie trixie-updates trixie-backports
                Components: main contrib

                Types: deb
                URIs: http://mirror.test/debian-security
                Suites: trixie-security
                Components: main

                Types: deb
                Enabled: no
                URIs: http://off.test/debian
                Suites: trixie
                Components: main
                """);
        assertThat(AptSources.of(apt).lines("bookworm"))
                .containsExactly(
                        "deb http://mirror.test/debian bookworm main",
                        "deb http://mirror.test/debian bookworm-updates main",
                        "deb http://mirror.test/debian-security bookworm-security main");
    }

    @Test
    void readsOneLineSourcesAndLeavesOtherArchivesOut() throws IOException {
        write("sources.list", """
                deb [signed-by=/a/key.gpg arch=amd64] http://mirror.test/debian bookworm main non-free
                # deb http://old.test/debian bullseye main
                deb-src http://mirror.test/debian bookworm main
                """);
        write("sources.list.d/other.list", "deb http://tools.test/node nodistro main\n");
        assertThat(AptSources.of(apt).lines("bookworm")).containsExactly("deb http://mirror.test/debian bookworm main");
    }

    @Test
    void leavesTheChoiceToTheToolWhenTheMachineIsNoDebian() throws IOException {
        write("sources.list", "deb http://archive.test/ubuntu noble main\n");
        assertThat(AptSources.of(apt).lines("bookworm")).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Path file = apt.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
