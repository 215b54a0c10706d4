package dev.parallax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallaxVersionTest {
    private static final String COMMIT = "6a984b09b4f48008a5d1a683c058224cf54a0649";

    @Test
    void namesTheCommit() {
        ParallaxVersion version = ParallaxVersion.of("1.0", COMMIT);

        assertThat(version).isEqualTo(new ParallaxVersion("1.0", Optional.of(COMMIT), false));
        assertThat(version).hasToString("1.0, commit " + COMMIT);
    }

    @Test
    void saysThatFilesDifferFromTheCommit() {
        assertThat(ParallaxVersion.of("1.0", COMMIT + "-dirty")).hasToString("1.0, commit " + COMMIT + ", modified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fatal: not a git repository", "${git.description}", "-dirty"})
    void commitIsUnknownWhenTheBuildWasToldNone(String description) {
        assertThat(ParallaxVersion.of("1.0", description)).hasToString("1.0, commit unknown");
    }

    @Test
    void theBuildWritesDownItsVersion() {
        assertThat(ParallaxVersion.ofThisProgram().number()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
