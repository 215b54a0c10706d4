package dev.parallax.kubernetes.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What `kubectl` reads is what was meant, though it knows another YAML. */
class ManifestYamlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "No",
                "on",
                "OFF",
                "y",
                "N",
                "true",
                "null",
                "~",
                "0644",
                "1_000",
                "0x1f",
                "1e3",
                ".5",
                ".inf",
                "2026-01-01",
                "12:30",
                "<<",
                "=",
                "-",
                "a: b",
                "#a",
                "@a"
            })
    void textsThatMayBeTakenForSomethingElseAreInQuotes(String text) {
        ConfigMap object = new ConfigMapBuilder().addToData(text, text).build();

        String yaml = ManifestYaml.write(object);

        assertThat(yaml).contains("\n  \"" + text + "\": \"" + text + "\"\n");
        assertThat(Serialization.unmarshal(yaml, ConfigMap.class).getData()).isEqualTo(object.getData());
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.kubernetes.io/name", "nginx.conf", "a_b-c"})
    void wordsThatAreNothingElseAreNot(String key) {
        assertThat(ManifestYaml.write(new ConfigMapBuilder().addToData(key, "1").build()))
                .contains("\n  " + key + ": \"1\"\n");
    }
}
