package dev.parallax.comparison;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.ComponentUse;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Drift;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The pretended orchestrator as a backend. */
final class LoopbackBackend implements Backend {
    /** What it was asked for, in order; its testbed adds to it. */
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** The version that is read back from the packages. */
    String packageVersion = "1.0";

    private final String name;
    private final int port;
    private final LoopbackOrchestrator orchestrator;

    LoopbackBackend(String name, int port, LoopbackOrchestrator orchestrator) {
        this.name = name;
        this.port = port;
        this.orchestrator = orchestrator;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FidelityReport assess(Application application) {
        return new FidelityReport(name, application.name(), List.of());
    }

    @Override
    public Optional<SecretValue> secret(String application, String secret) {
        return secret.equals("password")
                ? Optional.of(new SecretValue.Single(LoopbackServers.PASSWORD))
                : Optional.empty();
    }

    @Override
    public CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit) {
        return new CommandResult(0, "hits " + orchestrator.hits() + " of 7", "");
    }

    @Override
    public Plan plan(Application application) {
        return new Plan(application.name(), List.of());
    }

    @Override
    public List<Revision> history(String application) {
        return List.of();
    }

    @Override
    public Rollout apply(Application application) {
        calls.add("apply");
        orchestrator.apply();
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
                return orchestrator.status();
            }

            @Override
            public ApplicationStatus await(Duration timeout) {
                throw new UnsupportedOperationException("the comparison waits by its own means");
            }
        };
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        return Optional.of(orchestrator.status())
                .filter(status -> !status.roles().isEmpty());
    }

    @Override
    public Rollout rollout(String application) {
        throw new UnsupportedOperationException("the comparison follows no rollout of others");
    }

    @Override
    public void pause(String application) {
        throw new UnsupportedOperationException("the comparison pauses nothing");
    }

    @Override
    public Rollout resume(String application) {
        throw new UnsupportedOperationException("the comparison pauses nothing");
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        orchestrator.watch(observer);
        return () -> orchestrator.unwatch(observer);
    }

    @Override
    public Inspection inspect(String application) {
        Inspection.LiveComponent component = new Inspection.LiveComponent(
                Map.of("nginx", packageVersion),
                Optional.of(500),
                Optional.empty(),
                Optional.of(500),
                Optional.empty(),
                Optional.empty(),
                Map.of("http", port),
                Map.of());
        return new Inspection(
                application,
                "1.0",
                Map.of(
                        LoopbackOrchestrator.ROLE,
                        List.of(new Inspection.LiveReplica("web-0", "host1", Map.of("server", component)))));
    }

    @Override
    public List<ApplicationEvent> events(String application) {
        throw new UnsupportedOperationException("the comparison watches states and asks for no events");
    }

    @Override
    public List<ComponentUse> use(String application) {
        throw new UnsupportedOperationException("the comparison asks its testbed for the use of a side");
    }

    @Override
    public void logs(LogQuery query, Consumer<LogLine> reader) {
        throw new UnsupportedOperationException("the comparison reads no logs");
    }

    @Override
    public Rollout rotate(String application, Set<String> secrets) {
        throw new UnsupportedOperationException("the comparison rotates nothing");
    }

    @Override
    public void replace(String application, String replica) {
        calls.add("replace");
        orchestrator.replaceReplica(replica);
    }

    @Override
    public Drift drift(String application) {
        throw new UnsupportedOperationException("the comparison asks nobody for drift");
    }

    @Override
    public Rollout repair(String application) {
        throw new UnsupportedOperationException("the comparison has nothing repaired");
    }

    @Override
    public List<HostStatus> hosts() {
        return List.of(new HostStatus(
                "neighbour",
                Optional.empty(),
                Map.of(),
                true,
                Optional.empty(),
                false,
                List.of(new HostStatus.Resident("pages", "web", "web-0"))));
    }

    @Override
    public void cordon(String host) {
        throw new UnsupportedOperationException("the comparison cordons no host");
    }

    @Override
    public void uncordon(String host) {
        throw new UnsupportedOperationException("the comparison cordons no host");
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        calls.add("delete");
        orchestrator.delete();
        return List.of();
    }

    @Override
    public void close() {
        orchestrator.close();
    }
}
