package dev.parallax.kubernetes.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendSettings;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A folder of {@code src/test/resources/manifests} is a case: {@code application.yaml} and what it names, and in {@code expected}
 * each file that is rendered. With {@code -Dgolden.write=true} the expected files are written instead.
 */
final class ManifestsGoldenTest {
    private static final Path CASES = Path.of("src/test/resources/manifests");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersWhatAKubernetesUserWouldHaveWritten(String name) throws IOException {
        Path expected = CASES.resolve(name).resolve("expected");

        SortedMap<String, String> rendered = new KubernetesRenderer()
                .render(DefinitionReader.read(CASES.resolve(name).resolve("application.yaml")));

        if (Boolean.getBoolean("golden.write")) {
            write(expected, rendered);
        }
        assertThat(rendered).isEqualTo(read(expected));
    }

    @Test
    void secretsAreNoYamlUntilEveryValueIsFilledIn() {
        String example = String.valueOf(new KubernetesRenderer()
                .render(DefinitionReader.read(CASES.resolve("stateful-with-secrets/application.yaml")))
                .get("01-secrets.yaml.example"));
        assertThatThrownBy(() -> documents(example)).isInstanceOf(YamlEngineException.class);
        String half = example.replaceFirst("@\\{secret[^}]*}(?=\\n)", "filled-in");
        assertThatThrownBy(() -> documents(half)).isInstanceOf(YamlEngineException.class);
        String inside = example.replaceAll("(?m): @\\{secret[^}]*}$", ": filled-in");
        assertThat(inside).as("a placeholder inside a longer text").contains("@{secret");
        assertThatThrownBy(() -> documents(inside)).isInstanceOf(YamlEngineException.class);
        String filled = example.replaceAll("@\\{secret[^}]*}", "filled-in").replaceFirst("@\\{remove [^\\n]*\\n", "");
        assertThat(documents(filled)).hasSize(4);
    }

    private static List<Object> documents(String yaml) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(documents::add);
        return documents;
    }

    @Test
    void olderClustersAreNotAskedToDrain() {
        assertThat(pods("1.30")).contains("terminationGracePeriodSeconds: 13", "preStop", "sleep");
        assertThat(pods("v1.29.4+k3s1"))
                .contains("terminationGracePeriodSeconds: 12")
                .doesNotContain("lifecycle", "preStop", "stopSignal");
    }

    @Test
    void olderClustersAreNotToldASignal() {
        assertThat(pods("1.33")).contains("stopSignal: \"SIGQUIT\"");
        assertThat(pods("1.32.1")).contains("preStop").doesNotContain("stopSignal");
    }

    @Test
    void versionsThatAreNoneOrTooOldAreRefused() {
        assertThatThrownBy(() -> pods("latest"))
                .hasMessage("kubernetes: 'latest' is no version of Kubernetes; write one such as 1.28");
        assertThatThrownBy(() -> pods("1.27")).hasMessage("kubernetes: the version is 1.27; 1.28 or later is needed");
    }

    private static String pods(String version) {
        return String.join(
                "",
                new KubernetesRenderer()
                        .with(BackendSettings.of(Map.of("kubernetes-version", version)))
                        .render(DefinitionReader.read(CASES.resolve("stateless/application.yaml")))
                        .values());
    }

    @Test
    void everyPodPullsItsImagesWithTheSecretsThatAreNamed() {
        Application application = DefinitionReader.read(CASES.resolve("stateless/application.yaml"));
        ManifestOptions options = new ManifestOptions(
                "shop", Map.of(), Optional.empty(), List.of("mirror", "vendor"), ClusterVersion.CURRENT);

        String pods = Serialization.asYaml(Manifests.render(application, new SecretMaterial(Map.of(), "key"), options)
                .all());

        assertThat(pods.split("imagePullSecrets:\n\\s+- name: \"?mirror\"?\n\\s+- name: \"?vendor", -1))
                .hasSameSizeAs(pods.split("containers:", -1));
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
