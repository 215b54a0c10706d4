package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One application as the cluster's watches tell of it, without asking again. Each event only counts up; who waits for the
 * count to rise reads the caches. A lost connection, or an API server that restarts, is taken up again by the informers.
 */
final class LiveView implements AutoCloseable {
    private static final int FORBIDDEN = 403;

    private final Cluster cluster;
    private final String namespace;
    private final String application;
    private final List<SharedIndexInformer<?>> all = new ArrayList<>();
    private final SharedIndexInformer<ConfigMap> records;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<EndpointSlice> endpoints;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<Node> nodes;

    private final AtomicReference<@Nullable Throwable> startFailure = new AtomicReference<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;
    private boolean closed;

    LiveView(Cluster cluster, String namespace, String application) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.application = application;
        this.records = informer(ConfigMap.class);
        this.pods = informer(Pod.class);
        this.endpoints = informer(EndpointSlice.class);
        this.services = informer(Service.class);
        this.jobs = informer(Job.class);
        this.deployments = informer(Deployment.class);
        this.statefulSets = informer(StatefulSet.class);
        this.nodes = prepare(cluster.client().nodes());
    }

    /** Starts all watches and returns once each has its first state. */
    void start() throws InterruptedException {
        List<CompletableFuture<Void>> started = new ArrayList<>();
        for (SharedIndexInformer<?> informer : all) {
            CompletableFuture<Void> start = informer.start().toCompletableFuture();
            // Who may not see nodes does without them.
            started.add(informer == nodes ? start.exceptionally(e -> null) : start);
        }
        Duration limit = cluster.requestTimeout().plusSeconds(1);
        try {
            CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            close();
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            close();
            throw failure(e);
        }
        signal();
    }

    private BackendException failure(Throwable cause) {
        Throwable first = startFailure.get();
        return cluster.errors().translate("watch " + application + " in " + namespace, first == null ? cause : first);
    }

    ClusterView view() {
        return new ClusterView(
                ClusterView.Recorded.in(records.getStore().list()),
                pods.getStore().list(),
                endpoints.getStore().list(),
                services.getStore().list(),
                jobs.getStore().list(),
                deployments.getStore().list(),
                statefulSets.getStore().list(),
                nodes.getStore().list());
    }

    /** Waits until something changed after {@code seen}, at most for the time given; the count of changes by then. */
    long awaitChange(long seen, Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (changes == seen && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait, as a change would. */
    void signal() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(SharedIndexInformer::close);
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
        return prepare(ViewReader.select(cluster.client(), namespace, application, kind));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> prepare(Informable<T> selected) {
        SharedIndexInformer<T> informer = selected.runnableInformer(0);
        informer.addEventHandler(new Signal<>());
        informer.exceptionHandler((running, error) -> {
            startFailure.compareAndSet(null, error);
            return running || ApiErrors.code(error) != FORBIDDEN;
        });
        all.add(informer);
        return informer;
    }

    private final class Signal<T> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            signal();
        }

        @Override
        public void onUpdate(T before, T after) {
            signal();
        }

        @Override
        public void onDelete(T object, boolean unknownFinalState) {
            signal();
        }
    }
}
