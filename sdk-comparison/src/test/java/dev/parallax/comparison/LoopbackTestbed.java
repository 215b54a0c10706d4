package dev.parallax.comparison;

import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.Subscription;
import dev.parallax.comparison.probe.MeasuredService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pretended side for tests: replicas are small web servers on loopback addresses. What it takes says nothing about any orchestrator.
 */
final class LoopbackTestbed implements Testbed {
    private final String side;
    private final LoopbackServers servers;
    private final LoopbackOrchestrator orchestrator;
    private final LoopbackBackend backend;
    /** Killed replicas are never started again. */
    boolean broken;
    /** What the timers say of a lost host. */
    SideFacts.@Nullable HostLoss hostLoss = new SideFacts.HostLoss(Duration.ofMillis(150), "150ms", Duration.ZERO);

    /** {@code net}: the third number of its addresses. */
    LoopbackTestbed(String side, int net, int port) {
        this.side = side;
        this.servers = new LoopbackServers(port);
        this.orchestrator = new LoopbackOrchestrator(servers, "127.0." + net + ".");
        this.backend = new LoopbackBackend(side, port, orchestrator);
    }

    @Override
    public String side() {
        return side;
    }

    @Override
    public LoopbackBackend backend() {
        return backend;
    }

    List<String> calls() {
        return backend.calls;
    }

    @Override
    public List<String> hosts() {
        return LoopbackOrchestrator.HOSTS;
    }

    @Override
    public void resume() {
        calls().add("resume");
    }

    @Override
    public void suspend() throws InterruptedException {
        calls().add("suspend");
        if (Thread.interrupted()) {
            throw new InterruptedException("half suspended");
        }
    }

    private Injection inject(String call, Runnable fault) {
        calls().add(call);
        return Injection.of(Ticker.system(), fault::run);
    }

    @Override
    public Injection killReplica(ReplicaRef replica) {
        return inject("kill", () -> orchestrator.kill(replica.replica(), !broken));
    }

    @Override
    public Injection stopHost(String host) {
        return inject("stop " + host, () -> orchestrator.stopHost(host));
    }

    @Override
    public void restoreHost(String host) {
        calls().add("restore " + host);
        orchestrator.restoreHost(host);
    }

    @Override
    public Optional<String> publicAddressHolder(String address) {
        return Optional.of("host2");
    }

    /** As the pretended orchestrator would have it, on the host that has the address. */
    @Override
    public Subscription followDataPath(MeasuredService service, DataPathListener listener) {
        return backend.watch(service.application(), status -> {
            long now = Ticker.system().nanos();
            listener.leadsTo(
                    "host2",
                    now,
                    now,
                    Optional.ofNullable(status.services().get(service.service()))
                            .map(ServiceStatus::readyEndpoints)
                            .orElse(List.of()));
        });
    }

    @Override
    public SideFacts facts(List<ReplicaRef> replicas) {
        calls().add("facts of " + replicas.size());
        return new SideFacts(
                "pretended",
                Map.of("timer", "1"),
                List.of(new SideFacts.Timer("replicas", "0", String.valueOf(replicas.size()), "nothing", null)),
                Duration.ofMillis(1),
                hostLoss,
                List.of("It pretends."));
    }

    @Override
    public ResourceUse resources() {
        return new ResourceUse(1 << 20, 1_000_000, 4);
    }

    @Override
    public void close() {
        orchestrator.delete();
        backend.close();
        servers.close();
    }
}
