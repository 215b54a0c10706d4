package dev.parallax.kubernetes.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretValue;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredTextsTest {
    private static final String SHOP = """
        apiVersion: parallax.dev/v1
        kind: Application
        metadata: {name: shop, version: "1"}
        secrets: {db: {generate: password}}
        roles:
          web:
            components:
              app:
                artifact: {image: "x:1"}
                command: [x]
                env: {DSN: "db:{{secret.db}}", MODE: open}
                files:
                  /etc/a/web.conf: {template: a}
                  /etc/b/web.conf: {template: b}
                  /etc/open.conf: {template: open}
        steps:
          init: {use: web/app, command: [init], env: {ROOT: "root:{{secret.db}}"}}
        """;

    @TempDir
    Path folder;

    @Test
    void haveTheKeysOfTheSecretsThatTheyAreRenderedTo() throws IOException {
        Files.writeString(folder.resolve("a"), "a {{secret.db}}");
        Files.writeString(folder.resolve("b"), "b {{secret.db}}");
        Files.writeString(folder.resolve("open"), "open");
        Application shop = DefinitionReader.read(SHOP, "shop.yaml", folder);
        ConfiguredTexts texts = new ConfiguredTexts(shop);
        List<Secret> secrets = rendered(shop);

        assertThat(secrets).hasSize(2).allSatisfy(secret -> assertThat(
                        texts.of(String.valueOf(secret.getMetadata().getLabels().get(Names.CONFIGURES)))
                                .keySet())
                .isEqualTo(secret.getData().keySet().stream()
                        .map(key -> "data." + key)
                        .collect(Collectors.toSet())));
        assertThat(texts.of("web.app"))
                .isEqualTo(Map.of(
                        "data.web.conf", "a {{secret.db}}",
                        "data.etc_b_web.conf", "b {{secret.db}}",
                        "data.env.DSN", "db:{{secret.db}}"));
        assertThat(texts.of("web.other")).isEmpty();
    }

    private static List<Secret> rendered(Application application) {
        return Manifests.render(
                        application,
                        new SecretMaterial(Map.of("db", new SecretValue.Single("hush")), "key"),
                        ManifestOptions.inNamespace("shop", ClusterVersion.CURRENT))
                .all()
                .stream()
                .filter(Secret.class::isInstance)
                .map(Secret.class::cast)
                .filter(secret -> secret.getMetadata().getLabels().containsKey(Names.CONFIGURES))
                .toList();
    }
}
