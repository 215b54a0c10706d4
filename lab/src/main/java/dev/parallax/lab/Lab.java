package dev.parallax.lab;

import dev.parallax.comparison.Testbed;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.fleet.FleetExtraHosts;
import dev.parallax.lab.fleet.FleetSide;
import dev.parallax.lab.kubernetes.KubernetesSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two real clusters on this machine. Bringing sides up and removing them is done by one process at a time; a second one waits. A
 * side that a lab has brought up or given a testbed of is in use until that lab is closed, or its process ends: other processes
 * may use it too, but are refused when they want to bring it up or remove it.
 *
 * <pre>{@code
 * try (Lab lab = Lab.open(LabSettings.defaults())) {
 *     lab.up(List.of(Side.values()));
 *     ...
 *     lab.down(List.of(Side.values()));
 * }
 * }</pre>
 */
public final class Lab implements AutoCloseable {
    /** Fewer processors than this bring up one side after the other. */
    private static final int PROCESSORS_FOR_BOTH = 4;

    private final LabSettings settings;
    private final Map<Side, LabSide> sides = new EnumMap<>(Side.class);
    private final Set<Side> used = EnumSet.noneOf(Side.class);
    private @Nullable Docker docker;

    private Lab(LabSettings settings) {
        this.settings = settings;
    }

    /** A lab of these settings. Starts nothing and touches nothing. */
    public static Lab open(LabSettings settings) {
        return new Lab(settings);
    }

    /** Brings sides up, building and starting first what is missing; what is up stays as it is. */
    public void up(Collection<Side> wanted) {
        changing(
                wanted,
                all -> {
                    if (Runtime.getRuntime().availableProcessors() >= PROCESSORS_FOR_BOTH) {
                        Parallel.each(all, LabSide::up);
                    } else {
                        all.forEach(LabSide::up);
                    }
                },
                this::use);
    }

    /** What there is of each side. Starts nothing, a container engine neither. */
    public List<SideStatus> status() {
        List<SideStatus> status = new ArrayList<>();
        for (Side side : Side.values()) {
            status.add(engine().isPresent() ? side(side).status() : SideStatus.down(side));
        }
        return status;
    }

    /** Removes sides with everything that belongs to them; what is not there is fine. The container engine stays. */
    public void down(Collection<Side> unwanted) {
        // An engine that does not run may still hold stopped hosts; it is started only for a side that was once brought
        // up.
        if (engine().isEmpty()
                && unwanted.stream()
                        .noneMatch(side -> Files.exists(settings.places().state(side)))) {
            return;
        }
        changing(unwanted, all -> all.forEach(LabSide::down), this::leave);
    }

    /**
     * A side that is up, as the comparison uses it. The caller closes it, before this lab. One that is suspended or not up is a {@link
     * LabException}.
     */
    public Testbed testbed(Side side) {
        // From here on nobody takes the side away.
        use(side);
        LabSide wanted = side(side);
        refuseUnlessUp(wanted.status());
        return wanted.testbed();
    }

    /** Hosts of the fleet beside its own four; the fleet has to be up. What is made stays when this lab is closed. */
    public FleetExtraHosts extraHosts() {
        use(Side.PUPPET_CONSUL);
        refuseUnlessUp(side(Side.PUPPET_CONSUL).status());
        return new FleetExtraHosts(context());
    }

    /**
     * A comparison that was cut short leaves a side suspended; its hosts would let everybody wait. With a host lost it is up, for that is when
     * an operator looks; where nothing of it is ready, nobody would answer.
     */
    private static void refuseUnlessUp(SideStatus status) {
        Side side = status.side();
        if (status.state() == SideStatus.State.SUSPENDED) {
            throw new LabException("the lab's " + side
                    + " is suspended, as a comparison that runs or was cut short leaves it; `parallax lab up " + side
                    + "` lets it go on");
        }
        boolean answers = status.state() == SideStatus.State.UP
                || (status.state() == SideStatus.State.PARTIAL
                        && status.hosts().stream().anyMatch(SideStatus.HostStatus::ready));
        if (!answers) {
            throw new LabException("the lab's " + side + " is not up; `parallax lab up " + side + "` brings it up");
        }
    }

    private synchronized void use(Side side) {
        if (!used.contains(side)) {
            SideUse.of(settings.places(), side).begin();
            used.add(side);
        }
    }

    private synchronized void leave(Side side) {
        if (used.remove(side)) {
            SideUse.of(settings.places(), side).end();
        }
    }

    /** The hosts of both sides, whether they are up or not. */
    public static List<String> hostNames() {
        return Stream.concat(KubernetesSide.hostNames().stream(), FleetSide.hostNames().stream())
                .toList();
    }

    /**
     * Runs a command on a host with this process's own terminal, as root, and returns its exit status.
     *
     * @param host one of {@link #hostNames}
     * @param command empty for a login shell
     */
    public int shell(String host, List<String> command) throws InterruptedException {
        Side side = KubernetesSide.hostNames().contains(host) ? Side.KUBERNETES : Side.PUPPET_CONSUL;
        List<String> enter = new ArrayList<>(
                List.of(
                        "nsenter",
                        "--target",
                        String.valueOf(side(side).host(host).pid()),
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--net",
                        "--pid",
                        "--cgroup",
                        "env",
                        "-i",
                        "--chdir=/root",
                        "TERM=" + System.getenv().getOrDefault("TERM", "dumb"),
                        "HOME=/root",
                        "PATH=/opt/parallax/kubernetes:/opt/parallax/consul:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        side(side).toolEnvironment(host).forEach((name, value) -> enter.add(name + "=" + value));
        enter.addAll(command.isEmpty() ? List.of("/bin/bash", "--login") : command);
        try {
            return new ProcessBuilder(enter).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new LabException("could not enter " + host + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        sides.values().forEach(LabSide::close);
        List.copyOf(used).forEach(this::leave);
        if (docker != null) {
            docker.close();
        }
    }

    private synchronized LabSide side(Side side) {
        return sides.computeIfAbsent(side, this::make);
    }

    private LabSide make(Side side) {
        LabContext context = context();
        return switch (side) {
            case KUBERNETES -> new KubernetesSide(context, settings.profiles().kubernetes());
            case PUPPET_CONSUL -> new FleetSide(context, settings.profiles().fleet());
        };
    }

    private LabContext context() {
        return new LabContext(connected(), settings.places(), settings.progress());
    }

    private synchronized Docker connected() {
        if (docker == null) {
            docker = Docker.connect(settings.progress());
        }
        return docker;
    }

    private synchronized Optional<Docker> engine() {
        if (docker == null) {
            docker = Docker.connectIfRunning().orElse(null);
        }
        return Optional.ofNullable(docker);
    }

    /** Changes sides that no other process uses, and then does the rest before another process may change them. */
    private void changing(Collection<Side> wanted, Consumer<List<LabSide>> change, Consumer<Side> afterwards) {
        List<Side> distinct = wanted.stream().distinct().toList();
        Path lock = settings.places().state().resolve("lab").resolve("lock");
        FileLock.holding(lock, settings.progress(), () -> {
            List<LabSide> all = distinct.stream().map(this::side).toList();
            alone(distinct, () -> change.accept(all));
            distinct.forEach(afterwards);
            return true;
        });
    }

    /** All or none: a side is not touched when another one is in use. */
    private void alone(List<Side> wanted, Runnable work) {
        if (wanted.isEmpty()) {
            work.run();
        } else {
            SideUse.of(settings.places(), wanted.get(0)).alone(() -> alone(wanted.subList(1, wanted.size()), work));
        }
    }
}
