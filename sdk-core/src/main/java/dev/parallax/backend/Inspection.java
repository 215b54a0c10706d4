package dev.parallax.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was read back from the live system, so that two sides can be compared before they are measured. */
public record Inspection(String application, String version, Map<String, List<LiveReplica>> roles) {

    /** One running replica. */
    public record LiveReplica(String name, String host, Map<String, LiveComponent> components) {}

    /**
     * One running component: Debian packages of its definition and their installed versions; its limits (absent: unlimited)
     * as the kernel or the orchestrator holds them; whom its main process runs as, such as {@code uid 0, gid 0}, as the kernel says
     * (absent: not known); its ports; its checks by kind ({@code ready}, {@code alive}, {@code started}).
     */
    public record LiveComponent(
            Map<String, String> packages,
            Optional<Integer> cpuMillis,
            Optional<Long> memoryBytes,
            Optional<String> user,
            Map<String, Integer> ports,
            Map<String, LiveCheck> checks) {}

    /** How a user is written. */
    public static String user(int uid, int gid) {
        return "uid " + uid + ", gid " + gid;
    }

    /** A check: {@code target} is such as {@code http :5000/healthcheck}, {@code tcp :3306} or {@code exec true}. */
    public record LiveCheck(String target, long everyMillis, long timeoutMillis, int failures, int successes) {}
}
