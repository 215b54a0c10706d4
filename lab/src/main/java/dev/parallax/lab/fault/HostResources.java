package dev.parallax.lab.fault;

import dev.parallax.comparison.ResourceUse;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.HostState;
import java.time.Duration;
import java.util.List;

/** What hosts take of the machine, as their control groups count it. */
public final class HostResources {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * Three numbers: bytes of anonymous and shared memory, nanoseconds of processor time, processes. The same for either version of cgroups.
     * Debian's awk writes no number above 2^31 - 1 as {@code %d}: that many nanoseconds are two seconds.
     */
    static final String SCRIPT = """
            c=/sys/fs/cgroup
            if [ -e $c/memory/memory.stat ]; then
              awk '/^total_rss |^total_shmem /{s+=$2} END{printf "%.0f\\n", s}' $c/memory/memory.stat
              cat $c/cpuacct/cpuacct.usage
            else
              awk '/^anon |^shmem /{s+=$2} END{printf "%.0f\\n", s}' $c/memory.stat
              awk '/^usage_usec /{printf "%.0f\\n", $2*1000}' $c/cpu.stat
            fi
            ls -d /proc/[0-9]* | wc -l
            """;

    private HostResources() {}

    /** The sum over those of the hosts that run. */
    public static ResourceUse of(List<ContainerHost> hosts) {
        return Parallel.map(hosts, HostResources::of).stream()
                .reduce(
                        new ResourceUse(0, 0, 0),
                        (a, b) -> new ResourceUse(
                                a.memoryBytes() + b.memoryBytes(),
                                a.cpuNanos() + b.cpuNanos(),
                                a.processes() + b.processes()));
    }

    private static ResourceUse of(ContainerHost host) {
        if (host.state() != HostState.RUNNING) {
            return new ResourceUse(0, 0, 0);
        }
        List<Long> numbers = host.sh(LIMIT, SCRIPT)
                .lines()
                .map(line -> Long.parseLong(line.strip()))
                .toList();
        return new ResourceUse(numbers.get(0), numbers.get(1), Math.toIntExact(numbers.get(2)));
    }
}
