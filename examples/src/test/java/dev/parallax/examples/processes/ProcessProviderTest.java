package dev.parallax.examples.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.Parallax;
import dev.parallax.backend.InvalidSettingException;
import org.junit.jupiter.api.Test;

class ProcessProviderTest {
    @Test
    void isFoundByItsName() {
        assertThat(Parallax.backends()).containsKey("processes");
    }

    @Test
    void namesTheSettingThatIsMissing() {
        assertThatThrownBy(() ->
                        Parallax.backend("processes").with("images", "target").open())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("setting state is missing");
    }

    @Test
    void refusesASettingThatItDoesNotKnow() {
        assertThatThrownBy(() ->
                        Parallax.backend("processes").with("image", "target").open())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("unknown setting image");
    }
}
