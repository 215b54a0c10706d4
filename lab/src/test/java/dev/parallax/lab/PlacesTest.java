package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void areInTheHomeFolderUnlessToldOtherwise() {
        assertThat(Places.of(Map.of("PARALLAX_CACHE", ""), HOME))
                .isEqualTo(
                        new Places(Path.of("/home/ada/.cache/parallax"), Path.of("/home/ada/.local/state/parallax")));
    }

    @Test
    void followTheXdgFoldersAndOurOwnSettingsBeforeThem() {
        Places places =
                Places.of(Map.of("XDG_CACHE_HOME", "/c", "XDG_STATE_HOME", "/s", "PARALLAX_STATE", "/own"), HOME);
        assertThat(places).isEqualTo(new Places(Path.of("/c/parallax"), Path.of("/own")));
        assertThat(places.state(Side.PUPPET_CONSUL)).isEqualTo(Path.of("/own/lab/puppet-consul"));
    }
}
