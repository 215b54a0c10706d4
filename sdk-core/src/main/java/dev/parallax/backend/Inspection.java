package dev.parallax.backend;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was read back from the live system, so that two sides can be compared before they are measured. */
public record Inspection(String application, String version, Map<String, List<LiveReplica>> roles) {

    /** One running replica. */
    public record LiveReplica(String name, String host, Map<String, LiveComponent> components) {}

    /**
     * One running component: Debian packages of its definition and their installed versions; its limits (absent: unlimited)
     * as the kernel or the orchestrator holds them; what is set aside for it on its host (absent: nothing), as whoever places replicas counts it; whom its main process runs as, such as {@code uid 0, gid 0}, as the kernel says
     * (absent: not known); its ports; its checks by kind ({@code ready}, {@code alive}, {@code started}).
     */
    public record LiveComponent(
            Map<String, String> packages,
            Optional<Integer> cpuMillis,
            Optional<Long> memoryBytes,
            Optional<Integer> requestedCpuMillis,
            Optional<Long> requestedMemoryBytes,
            Optional<String> user,
            Map<String, Integer> ports,
            Map<String, LiveCheck> checks) {}

    /** How a user is written. */
    public static String user(int uid, int gid) {
        return "uid " + uid + ", gid " + gid;
    }

    /** How what an HTTP check asks is written: {@code http :5000/healthcheck}, and its headers behind it where there are some, sorted by name. */
    public static String http(int port, String path, Map<String, String> headers) {
        SortedMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        StringBuilder target = new StringBuilder("http :").append(port).append(path);
        sorted.forEach((name, value) -> target.append(' ')
                .append(name.toLowerCase(Locale.ROOT))
                .append(": ")
                .append(value));
        return target.toString();
    }

    /** A check: {@code target} is such as {@code http :5000/healthcheck}, {@code tcp :3306} or {@code exec true}. */
    public record LiveCheck(String target, long everyMillis, long timeoutMillis, int failures, int successes) {}
}
