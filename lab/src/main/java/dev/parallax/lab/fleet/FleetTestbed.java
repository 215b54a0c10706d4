package dev.parallax.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Subscription;
import dev.parallax.comparison.DataPathListener;
import dev.parallax.comparison.Injection;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.ResourceUse;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.TestbedException;
import dev.parallax.comparison.Ticker;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.lab.Await;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.Resources;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.HostState;
import dev.parallax.lab.fault.DataPathFollower;
import dev.parallax.lab.fault.HostCgroups;
import dev.parallax.lab.fault.HostResources;
import dev.parallax.lab.fault.Neighbours;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fleet under measurement. */
final class FleetTestbed implements Testbed {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration BACK = Duration.ofMinutes(2);
    /** Between two looks at what HAProxy thinks of its servers; its own looks are at least 100 ms apart. */
    private static final String LOOK_SECONDS = "0.02";

    private final FleetSide side;
    private final FleetConsul consul;
    private final Backend backend;
    private final Ticker ticker;

    FleetTestbed(FleetSide side, FleetConsul consul, Backend backend, Ticker ticker) {
        this.side = side;
        this.consul = consul;
        this.backend = backend;
        this.ticker = ticker;
    }

    @Override
    public String side() {
        return Side.PUPPET_CONSUL.id();
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public Duration longestPoll() {
        return side.profile().longestPoll();
    }

    @Override
    public List<String> hosts() {
        return FleetLayout.HOSTS.stream().map(FleetLayout.Member::name).toList();
    }

    @Override
    public void resume() {
        attempt("resume the fleet", () -> {
            Parallel.each(members(), FleetSide::start);
            ContainerHost control = side.host(FleetLayout.CONTROL.name());
            consul.awaitLeader(BACK);
            if (FleetController.isInstalled(control)) {
                control.exec(LIMIT, "systemctl", "start", FleetController.UNIT).orThrow();
                consul.awaitController(BACK);
            }
            Parallel.each(FleetLayout.HOSTS, this::awaitSane);
            return true;
        });
    }

    @Override
    public void suspend() {
        attempt("suspend the fleet", () -> {
            Parallel.each(members(), host -> {
                if (host.state() == HostState.RUNNING) {
                    host.pause();
                }
            });
            return true;
        });
    }

    @Override
    public Injection killReplica(ReplicaRef replica) {
        return attempt("kill " + replica, () -> {
            ContainerHost host = side.host(replica.host());
            List<Path> groups = groups(host, unitPrefix(replica));
            if (groups.stream().allMatch(group -> HostCgroups.processes(group).isEmpty())) {
                throw new TestbedException("no process of " + replica + " runs");
            }
            return Injection.of(ticker, () -> HostCgroups.kill(groups));
        });
    }

    @Override
    public Injection stopHost(String host) {
        return attempt("stop " + host, () -> {
            ContainerHost container = side.host(host);
            return Injection.of(ticker, container::kill);
        });
    }

    @Override
    public void restoreHost(String host) {
        attempt("restore " + host, () -> {
            FleetSide.start(side.host(host));
            awaitSane(FleetLayout.member(host));
            return true;
        });
    }

    @Override
    public Optional<String> publicAddressHolder(String address) {
        return attempt(
                "look for " + address,
                () -> Neighbours.holder(
                        address,
                        FleetLayout.HOSTS.stream()
                                .collect(Collectors.toMap(FleetLayout.Member::name, FleetLayout.Member::address))));
    }

    @Override
    public Subscription followDataPath(MeasuredService service, DataPathListener listener) {
        return attempt(
                "follow the data path",
                () -> DataPathFollower.start(
                        FleetLayout.HOSTS.stream()
                                .collect(
                                        Collectors.toMap(FleetLayout.Member::name, member -> side.host(member.name()))),
                        List.of(
                                Resources.text(FleetTestbed.class, "follow-haproxy.pl"),
                                "/run/parallax-haproxy/admin.sock",
                                service.application() + "." + service.service() + "." + service.portName(),
                                LOOK_SECONDS),
                        ticker,
                        listener));
    }

    @Override
    public SideFacts facts(List<ReplicaRef> replicas) {
        return attempt("read the fleet's facts", () -> FleetFacts.read(side, consul, replicas));
    }

    @Override
    public ResourceUse resources() {
        return attempt("read what the fleet uses", () -> HostResources.of(members()));
    }

    @Override
    public void close() {
        backend.close();
    }

    private List<ContainerHost> members() {
        return FleetLayout.ALL.stream().map(member -> side.host(member.name())).toList();
    }

    private static List<Path> groups(ContainerHost host, String prefix) {
        Path slice = HostCgroups.of(host).group("system.slice");
        try (Stream<Path> groups = Files.list(slice)) {
            return groups.filter(group -> group.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new LabException("could not read the units of " + host + " in " + slice, e);
        }
    }

    /** The beginning of the names of the replica's units. */
    private static String unitPrefix(ReplicaRef replica) {
        return "parallax-" + replica.application() + "-" + replica.replica() + "-";
    }

    /** The host is a member, and what its data asks for was applied since it booted. */
    private void awaitSane(FleetLayout.Member member) {
        ContainerHost host = side.host(member.name());
        FleetSide.startHostUnits(host);
        Instant booted = booted(host);
        Await.until(member.name() + " is back", BACK.plus(longestPoll().multipliedBy(2)), () -> {
            if (!consul.alive(member.name())) {
                return Optional.of("Consul does not see it");
            }
            return applied(member.name(), booted) ? Optional.empty() : Optional.of("its data is not applied yet");
        });
    }

    /** When the host's first process began, a second early at most. */
    private static Instant booted(ContainerHost host) {
        long seconds = Long.parseLong(
                host.sh(LIMIT, "echo $(($(date +%s) - $(ps -o etimes= -p 1)))").strip());
        return Instant.ofEpochSecond(seconds - 1);
    }

    private boolean applied(String host, Instant booted) {
        Optional<JsonNode> data = consul.document("parallax/hosts/" + host + "/data");
        if (data.isEmpty()) {
            return true;
        }
        Optional<JsonNode> report = consul.document("parallax/hosts/" + host + "/report");
        return report.isPresent()
                && report.get().path("ok").asBoolean()
                && report.get().path("revision").equals(data.get().path("parallax::revision"))
                && !Instant.parse(report.get().path("finished").asText()).isBefore(booted);
    }

    private static <T> T attempt(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (LabException e) {
            throw new TestbedException("could not " + what + ": " + e.getMessage(), e);
        }
    }
}
