package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * Pauses an application's rollout by a ConfigMap that says so: whoever applies it reads this first, and goes on when it is gone.
 * Controllers that are at it already are held by fields of their own.
 */
final class Pause {
    private static final String PAUSED = "parallax.dev/paused";

    private final Cluster cluster;
    private final ViewReader reader;
    private final LongSupplier nanoTime;

    Pause(Cluster cluster, ViewReader reader, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.reader = reader;
        this.nanoTime = nanoTime;
    }

    static boolean isIn(Collection<ConfigMap> records) {
        return records.stream()
                .anyMatch(record -> !StatusReader.label(record, PAUSED).isEmpty());
    }

    boolean isOrdered(String namespace, String application) {
        return isIn(reader.list(namespace, application, ConfigMap.class));
    }

    /** Returns when the view has it, and with the view a rollout of this process that is under way. */
    void order(String namespace, String application, LiveView view) throws InterruptedException {
        cluster.createIfAbsent(mark(namespace, application));
        new Parts(cluster, Force.NEVER).hold(reader.read(namespace, application));
        long start = nanoTime.getAsLong();
        long seen = -1;
        Duration left = cluster.requestTimeout();
        while (!view.view().recorded().paused() && !left.isNegative() && !view.isClosed()) {
            seen = view.awaitChange(seen, left);
            left = cluster.requestTimeout().minusNanos(nanoTime.getAsLong() - start);
        }
    }

    void end(String namespace, String application) {
        cluster.delete(mark(namespace, application));
    }

    private static ConfigMap mark(String namespace, String application) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(application + "-paused")
                .withLabels(Names.labels(application, PAUSED, "true"))
                .endMetadata()
                .build();
    }
}
