package dev.parallax.cli.doctor;

import dev.parallax.lab.Places;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a machine; changes nothing. */
final class Examination {
    private static final long GIB = 1L << 30;
    private static final int CORES = 2;
    /** Both sides, the program and the page cache they live by; the sides are suspended in turn when it is less. */
    private static final long MEMORY = 12 * GIB;

    private static final long MEMORY_AT_LEAST = 7 * GIB;
    private static final long DISK = 20 * GIB;

    /** The first Go that fetches a newer one by itself. */
    private static final int GO_MINOR = 21;

    private static final Pattern GO_VERSION = Pattern.compile("go1\\.(\\d+)");

    /** Programs the lab calls on the machine itself, and the packages they are in. */
    private static final Map<String, String> PROGRAMS = programs();

    private final Machine machine;
    private final Places places;

    Examination(Machine machine, Places places) {
        this.machine = machine;
        this.places = places;
    }

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("ip", "iproute2");
        programs.put("iptables", "iptables");
        programs.put("mmdebstrap", "mmdebstrap");
        programs.put("setsid", "util-linux");
        programs.put("nsenter", "util-linux");
        return programs;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(system());
        findings.add(user());
        findings.add(kernel());
        findings.add(cores());
        findings.add(memory());
        findings.add(disk("disk for the cache", places.cache()));
        findings.add(disk("disk for Docker", Path.of("/var/lib/docker")));
        findings.add(packages());
        findings.add(tools());
        findings.add(engine());
        findings.add(go());
        return findings;
    }

    private Finding system() {
        String found = machine.system() + " on " + machine.architecture();
        if (!machine.system().equals("Linux")) {
            return Finding.missing("system", found, "run the lab on Linux; the SDK and the other commands work here");
        }
        boolean known =
                machine.architecture().equals("amd64") || machine.architecture().equals("aarch64");
        return known
                ? Finding.good("system", found)
                : Finding.doubtful("system", found, "amd64 and arm64 are the ones tried");
    }

    private Finding user() {
        return machine.isRoot()
                ? Finding.good("user", "root")
                : Finding.missing(
                        "user",
                        "not root",
                        "run it as root: the lab makes network routes and reads its hosts' processes");
    }

    private Finding kernel() {
        List<String> missing = new ArrayList<>();
        boolean overlay = machine.read(Path.of("/proc/filesystems")).contains("overlay")
                || machine.output(List.of("modprobe", "overlay")).isPresent();
        if (!overlay) {
            missing.add("overlay file system (modprobe overlay)");
        }
        String controllers = machine.read(Path.of("/sys/fs/cgroup/cgroup.controllers"))
                + " "
                + machine.read(Path.of("/proc/cgroups"));
        for (String controller : List.of("cpu", "memory", "pids")) {
            if (!Pattern.compile("(?m)(^|\\s)" + controller + "(\\s|$)")
                    .matcher(controllers)
                    .find()) {
                missing.add("control group " + controller);
            }
        }
        if (!machine.exists(Path.of("/proc/self/ns/net"))) {
            missing.add("network namespaces");
        }
        String release = machine.read(Path.of("/proc/sys/kernel/osrelease")).strip();
        return missing.isEmpty()
                ? Finding.good("kernel", release)
                : Finding.missing(
                        "kernel", release + " without " + String.join(", ", missing), "use a kernel that has them");
    }

    private Finding cores() {
        return machine.cores() >= CORES
                ? Finding.good("cores", Integer.toString(machine.cores()))
                : Finding.doubtful(
                        "cores",
                        Integer.toString(machine.cores()),
                        CORES + " or more: with fewer, results are of little worth");
    }

    private Finding memory() {
        String found = "%.1f GiB".formatted(machine.memoryBytes() / (double) GIB);
        if (machine.memoryBytes() >= MEMORY) {
            return Finding.good("memory", found);
        }
        return machine.memoryBytes() >= MEMORY_AT_LEAST
                ? Finding.doubtful("memory", found, "12 GiB hold both sides; with less, run one side at a time (--on)")
                : Finding.missing("memory", found, "use a machine with 12 GiB or more");
    }

    private Finding disk(String check, Path path) {
        long free = machine.freeBytes(path);
        String found = "%.1f GiB free for %s".formatted(free / (double) GIB, path);
        return free >= DISK
                ? Finding.good(check, found)
                : Finding.doubtful(check, found, "20 GiB are enough for a first run with empty caches");
    }

    private Finding packages() {
        return machine.program("apt-get")
                .map(path -> Finding.good("apt", path.toString()))
                .orElseGet(
                        () -> Finding.doubtful(
                                "apt",
                                "not here",
                                "the base image of the lab's hosts is made from Debian's packages by mmdebstrap: install it and apt"));
    }

    private Finding tools() {
        List<String> missing = PROGRAMS.keySet().stream()
                .filter(program -> machine.program(program).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return Finding.good("tools", String.join(", ", PROGRAMS.keySet()));
        }
        return Finding.lacking(
                "tools",
                "no " + String.join(", no ", missing),
                missing.stream().map(PROGRAMS::get).map(String::valueOf).toList());
    }

    private Finding engine() {
        Optional<String> version = machine.engineVersion();
        if (version.isPresent()) {
            return Finding.good("Docker", version.get());
        }
        if (!machine.isRoot() && machine.exists(Path.of("/var/run/docker.sock"))) {
            return Finding.missing(
                    "Docker", "this user may not use it", "run it as root, or: sudo usermod -aG docker $USER");
        }
        if (machine.program("dockerd").isEmpty()) {
            return Finding.lacking("Docker", "not installed", List.of("docker.io"));
        }
        return Finding.missing("Docker", "installed and not running", "systemctl start docker, or dockerd as root");
    }

    private Finding go() {
        Optional<String> version =
                machine.program("go").flatMap(go -> machine.output(List.of(go.toString(), "version")));
        if (version.isEmpty()) {
            return new Finding(
                    "Go",
                    Finding.State.DOUBTFUL,
                    "not here; binaries that cannot be downloaded are built with it",
                    "apt-get install golang-go",
                    List.of("golang-go"));
        }
        Matcher number = GO_VERSION.matcher(version.get());
        boolean current = number.find() && Integer.parseInt(number.group(1)) >= GO_MINOR;
        return current
                ? Finding.good("Go", number.group())
                : Finding.good("Go", number.group() + "; a newer one is fetched as a module when it is needed");
    }
}
