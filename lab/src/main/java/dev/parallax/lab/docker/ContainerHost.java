package dev.parallax.lab.docker;

import static dev.parallax.lab.docker.DockerCalls.call;
import static dev.parallax.lab.docker.DockerCalls.settle;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.parallax.lab.LabException;
import dev.parallax.lab.LabTimeoutException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One host of the lab. Safe for use by many threads; what a stopped or paused host cannot do fails with a {@link LabException}. */
public final class ContainerHost {
    private static final Duration FILES = Duration.ofSeconds(30);
    /** Linux's limit for one argument is 128 KiB. */
    private static final int ARGUMENT = 90_000;

    private final DockerCalls calls;
    private final String name;
    private final String id;

    ContainerHost(DockerCalls calls, String name, String id) {
        this.calls = calls;
        this.name = name;
        this.id = id;
    }

    /** The container's name. */
    public String name() {
        return name;
    }

    /** The container's identifier. */
    public String id() {
        return id;
    }

    /** The labels, the lab's own among them. */
    public Map<String, String> labels() {
        Map<String, String> labels = inspect().getConfig().getLabels();
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** The host's address in the lab's network. */
    public String address() {
        for (ContainerNetwork network :
                inspect().getNetworkSettings().getNetworks().values()) {
            if (network.getIpamConfig() != null && network.getIpamConfig().getIpv4Address() != null) {
                return network.getIpamConfig().getIpv4Address();
            }
        }
        throw new LabException(name + " has no fixed address: it is detached from its network");
    }

    /** What the host is doing. */
    public HostState state() {
        InspectContainerResponse.ContainerState state;
        try {
            state = calls.quick().inspectContainerCmd(id).exec().getState();
        } catch (NotFoundException e) {
            return HostState.GONE;
        } catch (RuntimeException e) {
            throw new LabException("could not read the state of " + name + ": " + DockerCalls.reason(e), e);
        }
        if (Boolean.TRUE.equals(state.getPaused())) {
            return HostState.PAUSED;
        }
        if (Boolean.TRUE.equals(state.getRunning())) {
            return HostState.RUNNING;
        }
        return "created".equals(state.getStatus()) ? HostState.CREATED : HostState.STOPPED;
    }

    /**
     * The process id, on the machine, of the host's first process; a way into its namespaces ({@code nsenter}).
     */
    public long pid() {
        Long pid = inspect().getState().getPidLong();
        if (pid == null || pid == 0) {
            throw new LabException(name + " does not run: start it first");
        }
        return pid;
    }

    /** Boots the host. Returns when its first process runs, not when it is up: see {@link #awaitBooted}. */
    public void start() {
        settle("start " + name, () -> calls.quick().startContainerCmd(id).exec());
    }

    /** Waits until systemd has started everything that it starts at boot; failed units do not count as an error. */
    public void awaitBooted(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            ExecResult result = exec(remaining(deadline), "systemctl", "is-system-running", "--wait");
            String state = result.stdout().strip();
            if (state.equals("running") || state.equals("degraded")) {
                return;
            }
            if (System.nanoTime() >= deadline) {
                throw new LabTimeoutException(name + " has not booted within " + limit.toSeconds()
                        + " s: systemd says \"" + (state + " " + result.stderr()).strip() + "\"");
            }
            // Before systemd listens there is nothing to wait on.
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000_000L));
    }

    /** Shuts the host down; what still runs after the grace period is killed. */
    public void stop(Duration grace) {
        settle("stop " + name, () -> calls.patient()
                .stopContainerCmd(id)
                .withTimeout(Math.toIntExact(grace.toSeconds()))
                .exec());
    }

    /** Ends every process of the host at once, as a power cut does. */
    public void kill() {
        settle("kill " + name, () -> calls.quick().killContainerCmd(id).exec());
    }

    /** Freezes every process of the host. */
    public void pause() {
        settle("pause " + name, () -> calls.quick().pauseContainerCmd(id).exec());
    }

    /** Lets the host go on after {@link #pause()}. */
    public void unpause() {
        settle("unpause " + name, () -> calls.quick().unpauseContainerCmd(id).exec());
    }

    /** Ends what still runs of a host of which the engine says that it does not, and returns how many processes those were. */
    int endLeftovers() {
        HostState state = state();
        return state == HostState.RUNNING || state == HostState.PAUSED ? 0 : Leftovers.end(id);
    }

    /** Removes the host and its volumes, running or not. */
    public void remove() {
        List<String> volumes = new ArrayList<>();
        try {
            List<InspectContainerResponse.Mount> mounts =
                    calls.quick().inspectContainerCmd(id).exec().getMounts();
            if (mounts != null) {
                mounts.stream()
                        .map(InspectContainerResponse.Mount::getName)
                        .filter(volume -> volume != null && volume.startsWith(name))
                        .forEach(volumes::add);
            }
        } catch (NotFoundException e) {
            return;
        }
        settle("remove " + name, () -> calls.patient()
                .removeContainerCmd(id)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
        Leftovers.end(id);
        for (String volume : volumes) {
            settle(
                    "remove the volume " + volume,
                    () -> calls.quick().removeVolumeCmd(volume).exec());
        }
    }

    /**
     * Runs a command as root and waits for it. When its time is up it is ended and the exit code is {@link ExecResult#TIMED_OUT}.
     */
    public ExecResult exec(Duration limit, String... command) {
        return exec(limit, List.of(command));
    }

    /** As {@link #exec(Duration, String...)}. */
    public ExecResult exec(Duration limit, List<String> command) {
        return Exec.run(calls, name, id, limit, command);
    }

    /** Runs a shell script as root and waits for it; an exit code other than 0 is an error with what it printed. */
    public String sh(Duration limit, String script) {
        return exec(limit, "/bin/sh", "-euc", script).orThrow().stdout();
    }

    /** Writes files, with the directories above them; each is there whole or not at all for whoever reads it afterwards. */
    public void write(HostFile... files) {
        write(List.of(files));
    }

    /** As {@link #write(HostFile...)}. On a stopped host, files under {@code /run} and {@code /tmp} cannot be written. */
    public void write(List<HostFile> files) {
        List<HostFile> archived = new ArrayList<>();
        for (HostFile file : files) {
            if (inMemory(file.path())) {
                writeRunning(file);
            } else {
                archived.add(file);
            }
        }
        if (!archived.isEmpty()) {
            byte[] archive = Archives.tar(archived);
            call("write " + archived.get(0).path() + " on " + name, () -> {
                calls.quick()
                        .copyArchiveToContainerCmd(id)
                        .withRemotePath("/")
                        .withTarInputStream(new ByteArrayInputStream(archive))
                        .exec();
                return name;
            });
        }
    }

    /** Writes one file. */
    public void write(String path, byte[] content, int mode) {
        write(new HostFile(path, content, mode));
    }

    /** The engine's archive calls do not see file systems in memory: through a process of the host, then. */
    private void writeRunning(HostFile file) {
        String text = Base64.getEncoder().encodeToString(file.content());
        if (text.length() > ARGUMENT) {
            throw new LabException(file.path() + " is too large to be written to memory on " + name);
        }
        exec(
                        FILES,
                        "/bin/sh",
                        "-euc",
                        "mkdir -p \"$(dirname \"$1\")\"; t=\"$1.$$\"; printf %s \"$2\" | base64 -d > \"$t\"; chmod \"$3\" \"$t\"; mv \"$t\" \"$1\"",
                        "write",
                        file.path(),
                        text,
                        Integer.toOctalString(file.mode()))
                .orThrow();
    }

    /** Reads a file. */
    public byte[] read(String path) {
        if (inMemory(path)) {
            return Base64.getMimeDecoder()
                    .decode(exec(FILES, "base64", path).orThrow().stdout());
        }
        return call("read " + path + " on " + name, () -> {
            try (InputStream archive =
                    calls.quick().copyArchiveFromContainerCmd(id, path).exec()) {
                return Archives.first(archive);
            } catch (IOException e) {
                throw new LabException("could not read " + path + " on " + name + ": " + e.getMessage(), e);
            }
        });
    }

    private static boolean inMemory(String path) {
        return path.startsWith("/run/") || path.startsWith("/tmp/") || path.startsWith("/dev/");
    }

    private InspectContainerResponse inspect() {
        return call(
                "inspect " + name, () -> calls.quick().inspectContainerCmd(id).exec());
    }

    @Override
    public String toString() {
        return name;
    }
}
