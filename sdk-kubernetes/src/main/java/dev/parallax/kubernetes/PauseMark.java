package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Collection;

/** A ConfigMap that says an application's rollout is paused: whoever applies it reads this first, and goes on when it is gone. */
final class PauseMark {
    private static final String PAUSED = "parallax.dev/paused";

    private PauseMark() {}

    static ConfigMap of(String namespace, String application) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(application + "-paused")
                .withLabels(Names.labels(application, PAUSED, "true"))
                .endMetadata()
                .build();
    }

    static boolean isIn(Collection<ConfigMap> records) {
        return records.stream()
                .anyMatch(record -> !StatusReader.label(record, PAUSED).isEmpty());
    }
}
