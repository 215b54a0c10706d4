package dev.parallax.lab.conformance;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many replicas answer for a service while it is taken over. */
final class Adopted {
    private static final Duration EVERY = Duration.ofMillis(50);

    private Adopted() {}

    static int ready(KubernetesClient client, String namespace, String service) {
        return client
                .resources(EndpointSlice.class)
                .inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream))
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .collect(Collectors.toSet())
                .size();
    }

    static Watch watch(KubernetesClient client, String namespace, String service) {
        return new Watch(client, namespace, service);
    }

    /** Counts again and again until it is closed. */
    static final class Watch implements AutoCloseable {
        private final AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        private Watch(KubernetesClient client, String namespace, String service) {
            ScheduledFuture<?> unused = clock.scheduleAtFixedRate(
                    () -> least.accumulateAndGet(ready(client, namespace, service), Math::min),
                    0,
                    EVERY.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        int least() {
            return least.get();
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
