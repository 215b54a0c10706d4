package dev.parallax.comparison;

import com.sun.net.httpserver.HttpServer;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pretended orchestrator: a timer that starts replicas and replaces what is lost. Its state belongs to its own thread. */
final class LoopbackOrchestrator implements AutoCloseable {
    static final String ROLE = "web";
    static final List<String> HOSTS = List.of("host1", "host2", "host3", "host4");
    private static final int WANTED = 3;

    private final LoopbackServers servers;
    private final String net;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Consumer<ApplicationStatus>> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private final List<String> stopped = new ArrayList<>();
    private @Nullable HttpServer service;
    private int named;
    private static final RolloutStatus COMPLETE = RolloutStatus.of(true, false, Optional.empty(), Optional.empty());
    private volatile ApplicationStatus latest =
            new ApplicationStatus("shop", "1.0", 1, Map.of(), Map.of(), Map.of(), false, COMPLETE);

    private static final class Replica {
        final String host;
        final String address;
        ReplicaState state = ReplicaState.PLACED;
        int restarts;

        @Nullable
        HttpServer server;

        Replica(String host, String address) {
            this.host = host;
            this.address = address;
        }

        void stop() {
            HttpServer running = server;
            if (running != null) {
                running.stop(0);
                server = null;
            }
        }
    }

    /** {@code net}: the beginning of its addresses, such as {@code 127.0.10.}. */
    LoopbackOrchestrator(LoopbackServers servers, String net) {
        this.servers = servers;
        this.net = net;
    }

    ApplicationStatus status() {
        return latest;
    }

    void watch(Consumer<ApplicationStatus> watcher) {
        watchers.add(watcher);
        thread.execute(() -> watcher.accept(latest));
    }

    void unwatch(Consumer<ApplicationStatus> watcher) {
        watchers.remove(watcher);
    }

    void apply() {
        thread.execute(() -> {
            service = servers.service(
                    net + "100",
                    () -> latest.roles().containsKey(ROLE)
                            && latest.roles().get(ROLE).ready() > 0);
            HOSTS.subList(0, WANTED).forEach(this::place);
        });
    }

    void delete() {
        await(() -> {
            replicas.values().forEach(Replica::stop);
            replicas.clear();
            HttpServer running = service;
            if (running != null) {
                running.stop(0);
                service = null;
            }
            tell();
        });
    }

    /** Ends a replica's server, which is noticed 40 ms later and put right 160 ms after that. */
    void kill(String name, boolean isRepaired) {
        await(() -> {
            Replica replica = replicas.get(name);
            if (replica == null) {
                throw new TestbedException("there is no " + name);
            }
            replica.stop();
            after(40, () -> {
                replica.state = ReplicaState.PLACED;
                replica.restarts++;
                tell();
            });
            if (isRepaired) {
                after(200, () -> start(replica));
            }
        });
    }

    void replaceReplica(String name) {
        await(() -> {
            Replica replica = replicas.remove(name);
            if (replica != null) {
                replica.stop();
                place(replica.host);
            }
        });
    }

    int hits() {
        return servers.hits();
    }

    /** Ends all servers of a host, which is noticed 150 ms later. */
    void stopHost(String host) {
        await(() -> {
            stopped.add(host);
            replicas.values().stream()
                    .filter(replica -> replica.host.equals(host))
                    .forEach(Replica::stop);
            after(150, () -> replace(host));
        });
    }

    void restoreHost(String host) {
        await(() -> stopped.remove(host));
    }

    private void replace(String host) {
        replicas.values().removeIf(replica -> replica.host.equals(host));
        List<String> taken =
                replicas.values().stream().map(replica -> replica.host).toList();
        place(HOSTS.stream()
                .filter(free -> !taken.contains(free) && !stopped.contains(free))
                .findFirst()
                .orElseThrow());
    }

    private void place(String host) {
        Replica replica = new Replica(host, net + host.substring("host".length()));
        replicas.put("web-" + named++, replica);
        tell();
        after(60, () -> start(replica));
    }

    private void start(Replica replica) {
        if (!replicas.containsValue(replica) || stopped.contains(replica.host)) {
            return;
        }
        replica.server = servers.replica(replica.address);
        replica.state = ReplicaState.STARTED;
        tell();
        after(60, () -> {
            if (replica.state == ReplicaState.STARTED) {
                replica.state = ReplicaState.READY;
                tell();
            }
        });
    }

    private void after(long millis, Runnable action) {
        ScheduledFuture<?> ignored = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
        if (ignored.isCancelled()) {
            throw new IllegalStateException("the pretended orchestrator has ended");
        }
    }

    private void await(Runnable action) {
        try {
            thread.submit(action).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TestbedException("the pretended orchestrator failed: " + e, e);
        }
    }

    private void tell() {
        List<ReplicaStatus> seen = new ArrayList<>();
        List<String> ready = new ArrayList<>();
        replicas.forEach((name, replica) -> {
            seen.add(new ReplicaStatus(
                    name,
                    Optional.of(replica.host),
                    Optional.of(replica.address),
                    replica.state,
                    "1.0",
                    replica.restarts,
                    Optional.empty()));
            if (replica.state == ReplicaState.READY) {
                ready.add(replica.address + ":" + servers.port());
            }
        });
        ServiceStatus front =
                new ServiceStatus(Optional.empty(), Optional.of(net + "100"), Map.of("http", servers.port()), ready);
        latest = new ApplicationStatus(
                "shop",
                "1.0",
                1,
                service == null
                        ? Map.of()
                        : Map.of(ROLE, new RoleStatus(WANTED, seen.size(), seen.size(), ready.size(), seen)),
                service == null ? Map.of() : Map.of("front", front),
                Map.of(),
                false,
                COMPLETE);
        watchers.forEach(watcher -> watcher.accept(latest));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
