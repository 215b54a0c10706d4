package dev.parallax.testkit;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.CommandResult;
import dev.parallax.memory.InMemoryBackend;
import dev.parallax.memory.SimulatedCommands;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.model.Probe;
import dev.parallax.model.Secret;
import dev.parallax.secret.SecretException;
import dev.parallax.secret.SecretResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The kit on the backend that is its reference. */
class InMemoryConformanceTest extends BackendConformance {
    private final Map<Secret.Existing, String> kept = new HashMap<>();
    private final InMemoryBackend backend = InMemoryBackend.builder()
            .secrets(SecretResolver.ofThisProcess().reading(this::kept))
            .failing(component -> component
                    .checks()
                    .ready()
                    .filter(check -> check.probe().equals(new Probe.Http("/nothing", "http")))
                    .isPresent())
            .failingSteps(step -> step.command().equals(SampleApplication.FAILING))
            .stepOutput(step -> step.command().equals(SampleApplication.FAILING)
                    ? SampleApplication.UNPREPARED
                    : SampleApplication.PREPARING)
            .commands(InMemoryConformanceTest::run)
            .labels("host1", Map.of("rack", "a"))
            .labels("host2", Map.of("rack", "a"))
            .labels("host3", Map.of("rack", "b"))
            .labels("host4", Map.of("rack", "b"))
            .capacity(new Cpu(8000), ByteSize.parse("16Gi"))
            .build();

    private static SimulatedCommands.Answer run(SimulatedCommands.Call call) {
        return call.command().equals(ExecBehaviours.SLOW)
                ? new SimulatedCommands.Answer(new CommandResult(0, "", ""), Duration.ofSeconds(60))
                : new SimulatedCommands.Answer(
                        new CommandResult(3, call.environment().get(SampleApplication.TOKEN) + "\n", "/\n"),
                        Duration.ofMillis(1));
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Map<String, String> environment(ReplicaStatus replica, int port) {
        return backend.environment(owner(replica), replica.name(), "app");
    }

    /** The application that a replica is of: the sample, or the one that reads of it. */
    private String owner(ReplicaStatus replica) {
        String reader = application() + "-reader";
        boolean reads = backend.observe(reader).stream()
                .flatMap(status -> status.roles().values().stream())
                .flatMap(role -> role.replicas().stream())
                .anyMatch(other -> other.address().equals(replica.address()));
        return reads ? reader : application();
    }

    @Override
    public boolean keep(Secret.Existing where, Optional<String> value) {
        kept.remove(where);
        value.ifPresent(text -> kept.put(where, text));
        return true;
    }

    private String kept(String name, Secret.Existing where) {
        return Optional.ofNullable(kept.get(where))
                .orElseThrow(() -> new SecretException("secret '" + name + "' is not kept: " + where.source()));
    }

    @Override
    public String file(ReplicaStatus replica, int port, String path) {
        return backend.file(application(), replica.name(), "app", path);
    }

    @Override
    public void writeLine(ReplicaStatus replica, int port, String line) {
        backend.writeLine(application(), replica.name(), "app", line);
    }

    @Override
    public String whoAnswers(String address, int port) {
        ApplicationStatus status = backend.observe(application()).orElseThrow();
        String endpoint = status.services().values().stream()
                .filter(service -> service.publicAddress().equals(Optional.of(address)))
                .flatMap(service -> service.readyEndpoints().stream())
                .findFirst()
                .orElseThrow();
        return status.roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .filter(replica -> endpoint.startsWith(replica.address().orElse("?") + ":"))
                .map(ReplicaStatus::name)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void kill(ReplicaStatus replica, int port) {
        backend.faults().killReplica(application(), replica.name());
    }

    @Override
    public Optional<HostFaults> hostFaults() {
        return Optional.of(new HostFaults() {
            @Override
            public void lose(String host) {
                backend.faults().loseHost(host);
            }

            @Override
            public void giveBack(String host) {
                backend.faults().returnHost(host);
            }
        });
    }

    @Override
    public Optional<HandMadeChange> handMadeChange() {
        return Optional.of(new HandMadeChange() {
            @Override
            public void make(String application, String role) {
                backend.faults().scaleByHand(application, role, 1);
            }

            @Override
            public boolean isThere(String application, String role) {
                return Objects.requireNonNull(status().roles().get(role))
                                .replicas()
                                .size()
                        == 1;
            }

            @Override
            public String names() {
                return "replicas.count";
            }

            @Override
            public Repairs repairs() {
                return Repairs.CONTINUOUSLY;
            }
        });
    }

    @Override
    public Optional<HandMadeChange> handMadeDeletion() {
        return Optional.of(new HandMadeChange() {
            @Override
            public void make(String application, String role) {
                backend.faults()
                        .deregisterByHand(application, replicas(role).get(0).name());
            }

            @Override
            public boolean isThere(String application, String role) {
                int endpoints = Objects.requireNonNull(status().services().get(role))
                        .readyEndpoints()
                        .size();
                return endpoints < replicas(role).size();
            }

            private List<ReplicaStatus> replicas(String role) {
                return Objects.requireNonNull(status().roles().get(role)).replicas();
            }

            @Override
            public String names() {
                return "registration";
            }

            @Override
            public Repairs repairs() {
                return Repairs.CONTINUOUSLY;
            }
        });
    }

    @Override
    public boolean hasProcesses() {
        return false;
    }

    @Override
    public void end() {
        backend.close();
    }
}
