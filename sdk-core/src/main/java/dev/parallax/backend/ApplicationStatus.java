package dev.parallax.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an orchestrator runs of one application at one moment. Maps are in the definition's order where it is known. */
public record ApplicationStatus(
        String application,
        String version,
        long revision,
        Map<String, RoleStatus> roles,
        Map<String, ServiceStatus> services,
        Map<String, StepStatus> steps,
        boolean deleting,
        RolloutStatus rollout) {

    /** Whether every step is done and every role has its wanted replicas, ready, at this version, and no change is held back. */
    public boolean isReady() {
        return allReady() && !rollout.isHeld();
    }

    /** As {@link #isReady}, whatever is held back by a pause. */
    public boolean allReady() {
        return !deleting
                && steps.values().stream().allMatch(step -> step.state() == StepState.SUCCEEDED)
                && roles.values().stream().allMatch(RoleStatus::isReady);
    }

    /**
     * What {@link #isReady} lacks, in words: the steps that are not done, the roles that are not ready, their replicas that are
     * not, and the errors told of them.
     */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (deleting) {
            missing.add("it is being deleted");
        }
        steps.forEach((name, step) -> {
            if (step.state() != StepState.SUCCEEDED) {
                missing.add("step " + name + " is " + lower(step.state())
                        + step.lastError().map(error -> " (" + error + ")").orElse(""));
            }
        });
        roles.keySet().forEach(name -> missing(name).ifPresent(missing::add));
        if (rollout.isHeld()) {
            missing.add("its rollout is paused");
        }
        return List.copyOf(missing);
    }

    /** What the role lacks, as in {@link #missing()}; empty for one that is ready, or is not there. */
    public Optional<String> missing(String role) {
        return Optional.ofNullable(roles.get(role))
                .filter(status -> !status.isReady())
                .map(status -> "role " + role + " has " + status.ready() + " of " + status.wanted() + " replicas ready"
                        + status.besideOlder(revision) + status.notServing());
    }

    private static String lower(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /**
     * How the present revision comes along. {@code paused}: what would change a replica is held back, now or when it comes; {@code failure}:
     * why a failed one goes no further; {@code reason}: why the revision was made, where nobody wished it, as {@link Revision#reason}.
     */
    public record RolloutStatus(RolloutState state, boolean paused, Optional<String> failure, Optional<String> reason) {
        /** Whether a pause keeps it from being complete. */
        public boolean isHeld() {
            return paused && state != RolloutState.COMPLETE;
        }

        /** By what is known of a revision: one that was once all ready is complete, whatever became of it since. */
        public static RolloutStatus of(
                boolean reached, boolean paused, Optional<String> failure, Optional<String> reason) {
            RolloutState state = reached
                    ? RolloutState.COMPLETE
                    : failure.isPresent() ? RolloutState.FAILED : RolloutState.PROGRESSING;
            return new RolloutStatus(state, paused, reached ? Optional.empty() : failure, reason);
        }
    }

    /** How far a rollout is. */
    public enum RolloutState {
        /** It goes on, or would if it were not paused. */
        PROGRESSING,
        /** It goes no further by itself; what serves is left as it is. */
        FAILED,
        /** All of it was ready once. */
        COMPLETE
    }

    /** A role's replicas: wanted by the definition, placed on a host, started, ready at the wanted revision; {@code replicas} are those of older ones, too. */
    public record RoleStatus(int wanted, int placed, int started, int ready, List<ReplicaStatus> replicas) {
        private static final int MOST_DESCRIBED = 5;

        public RoleStatus {
            replicas = List.copyOf(replicas);
        }

        /**
         * What to say behind {@code ready}, in words, when older replicas are ready as well: that these are not counted, and how many they
         * are; empty otherwise. {@code revision}: the one that is wanted.
         */
        public String besideOlder(long revision) {
            long older = replicas.stream().filter(ReplicaStatus::isServing).count() - ready;
            return older > 0
                    ? " at revision " + revision + " (" + older + " more of "
                            + (older == 1 ? "an older one" : "older ones") + ")"
                    : "";
        }

        private String notServing() {
            List<String> waiting = replicas.stream()
                    .filter(replica -> !replica.isServing())
                    .map(ReplicaStatus::described)
                    .toList();
            int more = waiting.size() - MOST_DESCRIBED;
            return waiting.isEmpty()
                    ? ""
                    : waiting.stream()
                            .limit(MOST_DESCRIBED)
                            .collect(Collectors.joining(", ", " (", more > 0 ? " and " + more + " more)" : ")"));
        }

        boolean isReady() {
            return ready == wanted
                    && replicas.stream().filter(ReplicaStatus::isServing).count() == wanted;
        }
    }

    /**
     * One replica. {@code name} is the pod's or the replica's; {@code address} where its ports are reached; {@code restarts} of all
     * its components since it was placed.
     */
    public record ReplicaStatus(
            String name,
            Optional<String> host,
            Optional<String> address,
            ReplicaState state,
            String version,
            int restarts,
            Optional<String> lastError) {
        boolean isServing() {
            return state == ReplicaState.READY;
        }

        private String described() {
            return name + " is " + lower(state) + host.map(on -> " on " + on).orElse("")
                    + lastError.map(error -> ": " + error).orElse("");
        }
    }

    /** How far a replica is. */
    public enum ReplicaState {
        /** Wanted, and no host chosen yet. */
        PENDING,
        /** A host is chosen. */
        PLACED,
        /** Its processes run. */
        STARTED,
        /** Its ready checks pass. */
        READY,
        /** It is being stopped. */
        STOPPING,
        /** Its host does not answer. */
        LOST
    }

    /**
     * A service: its virtual address inside, its address outside when it is public, the service's ports by name, and the
     * {@code address:port} of its ready endpoints, sorted.
     */
    public record ServiceStatus(
            Optional<String> address,
            Optional<String> publicAddress,
            Map<String, Integer> ports,
            List<String> readyEndpoints) {
        public ServiceStatus {
            readyEndpoints = List.copyOf(readyEndpoints);
        }
    }

    /** A step of this version. */
    public record StepStatus(StepState state, int attempts, Optional<String> lastError) {}

    /** How far a step is. */
    public enum StepState {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
