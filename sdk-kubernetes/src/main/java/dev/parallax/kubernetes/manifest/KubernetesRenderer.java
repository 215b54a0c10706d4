package dev.parallax.kubernetes.manifest;

import dev.parallax.backend.Renderer;
import dev.parallax.model.Application;
import dev.parallax.plan.Part;
import dev.parallax.secret.SecretValue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an application as manifests for {@code kubectl apply}, in files that sort in the order of deployment. In place of
 * each secret value stands the text {@code REPLACE-NAME}.
 */
public final class KubernetesRenderer implements Renderer {
    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public SortedMap<String, String> render(Application application) {
        Manifests manifests = Manifests.render(
                application,
                new SecretMaterial(placeholders(application), name()),
                ManifestOptions.inNamespace(application.name()));
        SortedMap<String, String> files = new TreeMap<>();
        put(files, "00-namespace.yaml", List.of(manifests.namespace()));
        put(files, "01-secrets.yaml", manifests.secrets());
        put(files, "02-configuration.yaml", manifests.configuration());
        put(files, "03-services.yaml", manifests.services());
        int number = 10;
        for (List<Part> wave : manifests.waves()) {
            for (Part part : wave) {
                String file = String.format(
                        Locale.ROOT, "%02d-%s.yaml", number, part.toString().replace(' ', '-'));
                put(files, file, manifests.part(part));
            }
            number++;
        }
        return files;
    }

    private static void put(Map<String, String> files, String name, List<? extends HasMetadata> objects) {
        if (!objects.isEmpty()) {
            files.put(name, yaml(objects));
        }
    }

    /** Objects as one YAML stream. Secrets are written with {@code stringData}, as a person would. */
    public static String yaml(List<? extends HasMetadata> objects) {
        StringBuilder text = new StringBuilder();
        for (HasMetadata object : objects) {
            text.append(Serialization.asYaml(object instanceof Secret secret ? readable(secret) : object));
        }
        return text.toString();
    }

    private static Secret readable(Secret secret) {
        Map<String, String> texts = new LinkedHashMap<>();
        secret.getData().forEach((key, data) -> texts.put(key, SecretObjects.decoded(data)));
        return new SecretBuilder(secret).withData(null).withStringData(texts).build();
    }

    private static Map<String, SecretValue> placeholders(Application application) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        application.secrets().forEach((name, secret) -> {
            String text = "REPLACE-" + name.toUpperCase(Locale.ROOT);
            if (secret instanceof dev.parallax.model.Secret.FernetKeys keys) {
                Map<String, String> files = new LinkedHashMap<>();
                for (int key = 0; key < keys.count(); key++) {
                    files.put(Integer.toString(key), text + "-" + key);
                }
                values.put(name, new SecretValue.Keys(files));
            } else {
                values.put(name, new SecretValue.Single(text));
            }
        });
        return values;
    }
}
