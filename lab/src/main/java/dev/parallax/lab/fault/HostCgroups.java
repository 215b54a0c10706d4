package dev.parallax.lab.fault;

import dev.parallax.lab.LabException;
import dev.parallax.lab.docker.ContainerHost;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The control groups of one host as this machine sees them: processes are named by their ids on the machine. */
public final class HostCgroups {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private final Path root;

    private HostCgroups(Path root) {
        this.root = root;
    }

    /** The groups of a host that runs. */
    public static HostCgroups of(ContainerHost host) {
        Path file = Path.of("/proc/" + host.pid() + "/cgroup");
        try {
            return new HostCgroups(root(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new LabException(
                    "could not find the control groups of " + host.name() + " in " + file
                            + ": faults need an engine on this machine, and root",
                    e);
        }
    }

    /** From {@code /proc/PID/cgroup} of the first process: the hierarchy {@code pids} where there are several, else the only one. */
    static Path root(List<String> lines) {
        for (String controller : List.of("pids", "")) {
            for (String line : lines) {
                String[] parts = line.split(":", 3);
                if (parts.length == 3 && parts[1].equals(controller)) {
                    String path = parts[2].replaceFirst("/init\\.scope$", "");
                    return MOUNT.resolve(controller).resolve(path.substring(1));
                }
            }
        }
        throw new LabException("no control group in " + lines);
    }

    /** The group at a path below the host's root, {@code system.slice/web.service}; whether it exists shows when it is read. */
    public Path group(String path) {
        return root.resolve(path);
    }

    /** The processes of a group and of all groups below it; none when there is no such group. */
    public static List<Long> processes(Path group) {
        List<Long> processes = new ArrayList<>();
        collect(group, processes);
        return processes;
    }

    private static void collect(Path group, List<Long> processes) {
        try {
            Files.readAllLines(group.resolve("cgroup.procs")).stream()
                    .map(Long::parseLong)
                    .filter(process -> process > 0)
                    .forEach(processes::add);
            try (var below = Files.newDirectoryStream(group, Files::isDirectory)) {
                below.forEach(child -> collect(child, processes));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // One that ends while we look is not always "no such file": a file that was open already answers "no such
            // device".
            if (Files.exists(group)) {
                throw new LabException("could not read the processes of " + group + ": " + e.getMessage(), e);
            }
        }
    }

    /** Kills every process of these groups with SIGKILL; those that are born meanwhile as well. Returns how many there were. */
    public static int kill(List<Path> groups) {
        int killed = 0;
        for (int round = 0; round < 5; round++) {
            List<Long> processes =
                    groups.stream().flatMap(group -> processes(group).stream()).toList();
            if (processes.isEmpty()) {
                break;
            }
            for (long process : processes) {
                killed += ProcessHandle.of(process)
                                .map(ProcessHandle::destroyForcibly)
                                .orElse(false)
                        ? 1
                        : 0;
            }
        }
        return killed;
    }
}
