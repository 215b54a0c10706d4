package dev.parallax.cli.doctor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine on which the lab can run, unless a test takes something away. */
final class FakeMachine implements Machine {
    String system = "Linux";
    boolean root = true;
    int cores = 2;
    long memory = 16L << 30;
    long free = 100L << 30;
    Optional<String> engine = Optional.of("20.10.24");
    String go = "go version go1.25.3 linux/amd64";
    final Set<String> programs =
            new HashSet<>(Set.of("apt-get", "ip", "iptables", "mmdebstrap", "setsid", "nsenter", "dockerd", "go"));
    final Map<String, String> files = new HashMap<>(Map.of(
            "/proc/filesystems", "nodev\toverlay\n",
            "/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n",
            "/proc/sys/kernel/osrelease", "6.1.0\n"));

    @Override
    public String system() {
        return system;
    }

    @Override
    public String architecture() {
        return "amd64";
    }

    @Override
    public boolean isRoot() {
        return root;
    }

    @Override
    public int cores() {
        return cores;
    }

    @Override
    public long memoryBytes() {
        return memory;
    }

    @Override
    public long freeBytes(Path path) {
        return free;
    }

    @Override
    public boolean exists(Path path) {
        return true;
    }

    @Override
    public String read(Path path) {
        return files.getOrDefault(path.toString(), "");
    }

    @Override
    public Optional<Path> program(String name) {
        return programs.contains(name) ? Optional.of(Path.of("/usr/bin", name)) : Optional.empty();
    }

    @Override
    public Optional<String> output(List<String> command) {
        return command.get(0).endsWith("/go") ? Optional.of(go) : Optional.empty();
    }

    @Override
    public Optional<String> engineVersion() {
        return engine;
    }
}
