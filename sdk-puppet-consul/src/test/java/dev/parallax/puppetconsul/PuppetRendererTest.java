package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class PuppetRendererTest {
    @Test
    void writesAControlRepositoryForAsManyHostsAsAreNeeded() {
        SortedMap<String, String> files =
                new PuppetRenderer().render(DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml")));

        assertThat(files)
                .containsKeys(
                        "hiera.yaml",
                        "manifests/site.pp",
                        "modules/parallax/manifests/init.pp",
                        "modules/parallax/metadata.json",
                        "data/nodes/host1.yaml",
                        "data/nodes/host3.yaml")
                .doesNotContainKey("data/nodes/host4.yaml");
        assertThat(files.get("data/nodes/host2.yaml")).contains("keystone/identity", "********");
    }
}
