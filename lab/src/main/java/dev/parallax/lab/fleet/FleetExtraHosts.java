package dev.parallax.lab.fleet;

import dev.parallax.lab.Await;
import dev.parallax.lab.FileLock;
import dev.parallax.lab.LabContext;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Side;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.binaries.Software;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.HostState;
import dev.parallax.lab.image.Images;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hosts of the fleet beside the lab's own four, made of the same files, one container each. All that is known of one is its container, so that
 * whoever asks again finds what an interrupted call left; `lab down` removes them with the rest.
 */
public final class FleetExtraHosts {
    private static final String NAME = "parallax.dev/extra-host";
    private static final String LABEL = "parallax.dev/host-label/";
    private static final String CONTAINER = "parallax-pc-extra-";
    /** In the fleet's network, beyond the lab's own hosts. */
    private static final String ADDRESSES = "10.78.0.";

    private static final int FIRST = 31;
    private static final int LAST = 62;
    private static final Duration NOTICED = Duration.ofMinutes(1);

    private final LabContext context;
    private final Path state;

    /** Of a fleet that is up; it is asked for when something is done. */
    public FleetExtraHosts(LabContext context) {
        this.context = context;
        this.state = context.state(Side.PUPPET_CONSUL);
    }

    /** A host: its name, which is the Consul node's, its address and its labels. */
    public record Extra(String name, String address, Map<String, String> labels) {
        public Extra {
            labels = Map.copyOf(labels);
        }
    }

    /** Those that there are, by name. */
    public List<Extra> list() {
        return context.docker().hosts(Side.PUPPET_CONSUL).stream()
                .filter(host -> host.labels().containsKey(NAME))
                .map(FleetExtraHosts::extra)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** Those that there are, as members of the side. */
    List<FleetLayout.Member> members() {
        return list().stream()
                .map(extra -> new FleetLayout.Member(container(extra.name()), extra.name(), extra.address()))
                .toList();
    }

    /** Makes one and waits until Consul sees it; one of that name that is there is completed, with the labels that it has. */
    public Extra make(Enrolment enrolment) {
        requireUp();
        if (isOwn(enrolment.name())) {
            throw new LabException(enrolment.name() + " is one of the lab's own hosts; choose another name");
        }
        FleetConsul server = new FleetConsul(FleetSecrets.of(state));
        ContainerHost host = alone(() -> created(enrolment, server));
        FleetSide.start(host);
        FleetSide.startHostUnits(host);
        Await.until(
                enrolment.name() + " has joined the fleet",
                FleetSide.BOOT,
                () -> server.alive(enrolment.name()) ? Optional.empty() : Optional.of("Consul does not see it"));
        return extra(host);
    }

    /** Two that are made at a time would choose the same address. */
    private ContainerHost created(Enrolment enrolment, FleetConsul server) {
        Optional<ContainerHost> present = context.docker().host(container(enrolment.name()));
        FleetLayout.Member member = new FleetLayout.Member(
                container(enrolment.name()),
                enrolment.name(),
                present.map(ContainerHost::address).orElseGet(this::freeAddress));
        Path consul = Binaries.ofThisUser(context.progress()).directory(Software.CONSUL);
        FleetSecrets secrets = FleetSecrets.of(state);
        secrets.add(enrolment.name(), consul.resolve("consul"));
        server.grant(enrolment.name(), ConsulPolicies.host(enrolment.name()), secrets.hostToken(enrolment.name()));
        if (present.filter(host -> host.state() != HostState.CREATED).isPresent()) {
            return present.get();
        }
        present.ifPresent(ContainerHost::remove);
        Map<String, String> labels = new TreeMap<>();
        labels.put(NAME, enrolment.name());
        enrolment.labels().forEach((label, value) -> labels.put(LABEL + label, value));
        return FleetSide.make(
                context.docker(), member, consul, Images.HOST, FleetFiles.host(member, enrolment, secrets), labels);
    }

    private String freeAddress() {
        Set<String> taken = context.docker().hosts(Side.PUPPET_CONSUL).stream()
                .map(ContainerHost::address)
                .collect(Collectors.toCollection(TreeSet::new));
        return IntStream.rangeClosed(FIRST, LAST)
                .mapToObj(number -> ADDRESSES + number)
                .filter(address -> !taken.contains(address))
                .findFirst()
                .orElseThrow(() -> new LabException("the lab has room for " + (LAST - FIRST + 1)
                        + " more hosts, and all of them are there; give one back"));
    }

    /** Removes one, with its certificate and its token, and has Consul forget its node. Whether it was there; what is gone is fine. */
    public boolean remove(String name) {
        return alone(() -> {
            Optional<ContainerHost> host = context.docker().host(container(name));
            boolean half = FleetSecrets.present(state) && FleetSecrets.of(state).knows(name);
            if (isOwn(name) || (host.isEmpty() && !half)) {
                return false;
            }
            host.ifPresent(ContainerHost::remove);
            if (FleetSecrets.present(state)) {
                FleetSecrets secrets = FleetSecrets.of(state);
                FleetConsul server = new FleetConsul(secrets);
                Await.until(
                        "Consul has noticed that " + name + " is gone",
                        NOTICED,
                        () -> server.alive(name) ? Optional.of("it still sees it") : Optional.empty());
                server.forget(name);
                secrets.remove(name);
            }
            return host.isPresent();
        });
    }

    private void requireUp() {
        if (!FleetSecrets.present(state)) {
            throw new LabException("the fleet is not up: `parallax lab up puppet-consul` brings it up");
        }
    }

    /** By which the fleet is run, as its leading controller has noted. */
    FleetProfile profile() {
        requireUp();
        return new FleetConsul(FleetSecrets.of(state))
                .text(Keys.PROFILE)
                .map(String::strip)
                .map(FleetProfile::of)
                .orElse(FleetProfile.RECONCILED);
    }

    private static boolean isOwn(String name) {
        return FleetLayout.ALL.stream().anyMatch(member -> member.name().equals(name));
    }

    private interface Work<T> {
        T run();
    }

    private <T> T alone(Work<T> work) {
        Path lock = context.places().state().resolve("lab").resolve("extra-hosts.lock");
        return FileLock.holding(lock, context.progress(), work::run);
    }

    private static String container(String name) {
        return CONTAINER + name;
    }

    private static Extra extra(ContainerHost host) {
        Map<String, String> labels = new TreeMap<>();
        host.labels().forEach((label, value) -> {
            if (label.startsWith(LABEL)) {
                labels.put(label.substring(LABEL.length()), value);
            }
        });
        return new Extra(String.valueOf(host.labels().get(NAME)), host.address(), labels);
    }
}
