package dev.parallax.puppetconsul.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostFilesTest {
    @Test
    void placesModuleToolsAndUnits() {
        assertThat(HostFiles.installed())
                .containsKeys(
                        "/usr/lib/parallax/puppet/modules/parallax/manifests/init.pp",
                        "/usr/lib/parallax/puppet/site.pp",
                        "/usr/lib/parallax/parallax-host",
                        "/usr/lib/parallax/lib/parallax/watch.rb",
                        "/lib/systemd/system/parallax-host.service");
    }

    @Test
    void knowsProgramsFromTexts() {
        assertThat(HostFiles.installed())
                .hasEntrySatisfying("/usr/lib/parallax/parallax-host", file -> assertThat(file.executable())
                        .isTrue());
        assertThat(HostFiles.module()).hasEntrySatisfying("metadata.json", file -> {
            assertThat(file.executable()).isFalse();
            assertThat(file.text()).contains("parallax-parallax");
        });
    }
}
