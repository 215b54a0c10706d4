package dev.parallax.comparison;

import com.sun.net.httpserver.HttpServer;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.model.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pretended side for tests: replicas are small web servers on loopback addresses, and the orchestrator is a timer that
 * replaces what is lost. What it takes says nothing about any orchestrator.
 */
final class LoopbackTestbed implements Testbed, Backend {
    static final String ROLE = "web";
    private static final int WANTED = 3;

    private final String side;
    private final int net;
    private final int port;
    private final ExecutorService serving = Executors.newCachedThreadPool();
    private final ScheduledExecutorService orchestrator = Executors.newSingleThreadScheduledExecutor();
    private final List<Consumer<ApplicationStatus>> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private final List<String> stopped = new ArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer service;
    private final AtomicInteger hits = new AtomicInteger();
    private int named;
    /** Replicas are never replaced. */
    boolean broken;
    /** The version that is read back from the packages. */
    String packageVersion = "1.0";

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
    }

    LoopbackTestbed(String side, int net, int port) {
        this.side = side;
        this.net = net;
        this.port = port;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String side() {
        return side;
    }

    @Override
    public String name() {
        return side;
    }

    @Override
    public Backend backend() {
        return this;
    }

    @Override
    public List<String> hosts() {
        return List.of("host1", "host2", "host3", "host4");
    }

    @Override
    public void resume() {
        calls.add("resume");
    }

    @Override
    public void suspend() {
        calls.add("suspend");
    }

    @Override
    public Plan plan(Application application) {
        return new Plan(application.name(), List.of());
    }

    @Override
    public Rollout apply(Application application) {
        calls.add("apply");
        orchestrator.execute(() -> {
            service = serve("127.0." + net + ".100", true);
            for (int i = 0; i < WANTED; i++) {
                place(hosts().get(i));
            }
        });
        return new Rollout() {
            @Override
            public String application() {
                return application.name();
            }

            @Override
            public long revision() {
                return 1;
            }

            @Override
            public ApplicationStatus status() {
                return now();
            }

            @Override
            public ApplicationStatus await(Duration timeout) {
                throw new UnsupportedOperationException("the comparison waits by its own means");
            }
        };
    }

    private void after(long millis, Runnable action) {
        ScheduledFuture<?> ignored = orchestrator.schedule(action, millis, TimeUnit.MILLISECONDS);
        if (ignored.isCancelled()) {
            throw new IllegalStateException("the pretended orchestrator has ended");
        }
    }

    private void place(String host) {
        Replica replica = new Replica(host, "127.0." + net + "." + host.substring("host".length()));
        replicas.put("web-" + named++, replica);
        tell();
        after(60, () -> start(replica));
    }

    private void start(Replica replica) {
        if (!replicas.containsValue(replica) || stopped.contains(replica.host)) {
            return;
        }
        replica.server = serve(replica.address, false);
        replica.state = ReplicaState.STARTED;
        tell();
        after(60, () -> {
            if (replica.state == ReplicaState.STARTED) {
                replica.state = ReplicaState.READY;
                tell();
            }
        });
    }

    private HttpServer serve(String address, boolean isService) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 100);
            server.createContext("/healthcheck", exchange -> {
                String password = exchange.getRequestHeaders().getFirst("X-Password");
                if (password != null) {
                    exchange.getResponseHeaders().add("X-Token", "token for " + password);
                }
                boolean refused = !isService
                        && exchange.getRequestHeaders().containsKey("X-Shown")
                        && !"token for open sesame"
                                .equals(exchange.getRequestHeaders().getFirst("X-Shown"));
                if (!isService && exchange.getRequestHeaders().containsKey("X-Shown")) {
                    hits.incrementAndGet();
                }
                exchange.sendResponseHeaders(refused ? 401 : !isService || isAnyReady() ? 200 : 503, -1);
                exchange.close();
            });
            server.setExecutor(serving);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isAnyReady() {
        return latest.roles().get(ROLE) != null && latest.roles().get(ROLE).ready() > 0;
    }

    private volatile ApplicationStatus latest =
            new ApplicationStatus("shop", "1.0", 1, Map.of(), Map.of(), Map.of(), false);

    private void tell() {
        List<ReplicaStatus> seen = new ArrayList<>();
        replicas.forEach((name, replica) -> seen.add(new ReplicaStatus(
                name,
                Optional.of(replica.host),
                Optional.of(replica.address),
                replica.state,
                "1.0",
                replica.restarts,
                Optional.empty())));
        int ready = (int) seen.stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
        latest = new ApplicationStatus(
                "shop",
                "1.0",
                1,
                service == null
                        ? Map.of()
                        : Map.of(ROLE, new RoleStatus(WANTED, seen.size(), seen.size(), ready, seen)),
                service == null
                        ? Map.of()
                        : Map.of(
                                "front",
                                new ServiceStatus(
                                        Optional.empty(),
                                        Optional.of("127.0." + net + ".100"),
                                        Map.of("http", port),
                                        List.of())),
                Map.of(),
                false);
        watchers.forEach(watcher -> watcher.accept(latest));
    }

    private ApplicationStatus now() {
        return latest;
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        return latest.roles().isEmpty() ? Optional.empty() : Optional.of(latest);
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        watchers.add(observer);
        orchestrator.execute(() -> observer.accept(latest));
        return () -> watchers.remove(observer);
    }

    @Override
    public Inspection inspect(String application) {
        Inspection.LiveComponent component = new Inspection.LiveComponent(
                Map.of("nginx", packageVersion), Optional.of(500), Optional.empty(), Map.of("http", port), Map.of());
        return new Inspection(
                application,
                "1.0",
                Map.of(ROLE, List.of(new Inspection.LiveReplica("web-0", "host1", Map.of("server", component)))));
    }

    @Override
    public void delete(String application, DeleteOptions options) {
        calls.add("delete");
        await(() -> {
            replicas.values().forEach(LoopbackTestbed::stop);
            replicas.clear();
            HttpServer running = service;
            if (running != null) {
                running.stop(0);
                service = null;
            }
            tell();
        });
    }

    private void await(Runnable action) {
        try {
            orchestrator.submit(action).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TestbedException("the pretended orchestrator failed: " + e, e);
        }
    }

    private static void stop(Replica replica) {
        HttpServer server = replica.server;
        if (server != null) {
            server.stop(0);
            replica.server = null;
        }
    }

    private Injection inject(Runnable fault) {
        return Injection.of(Ticker.system(), () -> await(fault));
    }

    @Override
    public Injection killReplica(ReplicaRef ref) {
        calls.add("kill");
        return inject(() -> {
            Replica replica = replicas.get(ref.replica());
            if (replica == null) {
                throw new TestbedException("there is no " + ref);
            }
            stop(replica);
            after(40, () -> {
                replica.state = ReplicaState.PLACED;
                replica.restarts++;
                tell();
            });
            if (!broken) {
                after(200, () -> start(replica));
            }
        });
    }

    @Override
    public Injection deleteReplica(ReplicaRef ref) {
        calls.add("delete-replica");
        return inject(() -> {
            Replica replica = replicas.remove(ref.replica());
            if (replica != null) {
                stop(replica);
                place(replica.host);
            }
        });
    }

    @Override
    public Injection stopHost(String host) {
        calls.add("stop " + host);
        return inject(() -> {
            stopped.add(host);
            replicas.values().stream()
                    .filter(replica -> replica.host.equals(host))
                    .forEach(LoopbackTestbed::stop);
            after(150, () -> replace(host));
        });
    }

    private void replace(String host) {
        replicas.values().removeIf(replica -> replica.host.equals(host));
        List<String> taken =
                replicas.values().stream().map(replica -> replica.host).toList();
        place(hosts().stream()
                .filter(free -> !taken.contains(free) && !stopped.contains(free))
                .findFirst()
                .orElseThrow());
    }

    @Override
    public void restoreHost(String host) {
        calls.add("restore " + host);
        await(() -> stopped.remove(host));
    }

    @Override
    public ExecOutcome exec(ReplicaRef replica, String component, Duration limit, List<String> command) {
        return new ExecOutcome(0, "hits " + hits.get() + " of 7");
    }

    @Override
    public Optional<String> publicAddressHolder(String address) {
        return Optional.of("host2");
    }

    @Override
    public String secret(String application, String name) {
        if (!name.equals("password")) {
            throw new TestbedException("there is no secret " + name + " of " + application);
        }
        return "open sesame";
    }

    @Override
    public SideFacts facts() {
        return new SideFacts("pretended", Map.of("timer", "1"), List.of(), Duration.ofMillis(1));
    }

    @Override
    public ResourceUse resources() {
        return new ResourceUse(1 << 20, 1_000_000, 4);
    }

    @Override
    public void close() {
        delete("shop", DeleteOptions.defaults());
        orchestrator.shutdownNow();
        serving.shutdownNow();
    }
}
