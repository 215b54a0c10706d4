package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Collection;

/** A ConfigMap that says an application is being deleted: the first thing a deletion makes and the last it removes. */
final class DeletionMark {
    private static final String DELETING = "parallax.dev/deleting";

    private DeletionMark() {}

    static ConfigMap of(String namespace, String application) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(application + "-deleting")
                .withLabels(Names.labels(application, DELETING, "true"))
                .endMetadata()
                .build();
    }

    static boolean isIn(Collection<ConfigMap> records) {
        return records.stream().anyMatch(DeletionMark::isMark);
    }

    static boolean isMark(ConfigMap record) {
        return !StatusReader.label(record, DELETING).isEmpty();
    }
}
