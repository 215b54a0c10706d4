package dev.parallax.rollout;

import java.util.Optional;

/** Something that happened while an application was brought to what is wanted. {@link #text} says it in one line. */
public sealed interface RolloutEvent {
    /** For a person. */
    String text();

    /** What it happened to, as {@link dev.parallax.backend.ApplicationEvent} has it. */
    default String object() {
        return "application";
    }

    /** Whether somebody may have to see to it. */
    default boolean isTrouble() {
        return false;
    }

    /** What happened to a step. */
    sealed interface OfStep extends RolloutEvent {
        String step();

        @Override
        default String object() {
            return "step " + step();
        }
    }

    /** What happened to a replica. */
    sealed interface OfReplica extends RolloutEvent {
        String role();

        String replica();

        @Override
        default String object() {
            return role() + "/" + replica();
        }
    }

    /** What somebody may have to see to. */
    sealed interface Trouble extends RolloutEvent {
        @Override
        default boolean isTrouble() {
            return true;
        }
    }

    /** A revision is wanted: the first that was seen, or another than before. */
    record Begun(long revision, String version) implements RolloutEvent {
        @Override
        public String text() {
            return "revision " + revision + ", version " + version + ", is wanted";
        }
    }

    /** Nobody wished the revision that is wanted now: it was put in the place of one that failed. */
    record RolledBack(long revision, String version, String reason) implements Trouble {
        @Override
        public String text() {
            return "rolled back: revision " + revision + ", version " + version + ", is wanted (" + reason + ")";
        }
    }

    /** The first part of a wave is on its way, in the order of what requires what; counted from 1. */
    record WaveBegun(int wave, int waves) implements RolloutEvent {
        @Override
        public String text() {
            return "wave " + wave + " of " + waves;
        }
    }

    /** An attempt at a step began. */
    record StepStarted(String step, int attempt) implements OfStep {
        @Override
        public String text() {
            return "step " + step + " runs" + (attempt > 1 ? ", attempt " + attempt : "");
        }
    }

    /** A step is done. */
    record StepSucceeded(String step) implements OfStep {
        @Override
        public String text() {
            return "step " + step + " succeeded";
        }
    }

    /** A step is out of retries. */
    record StepFailed(String step, int attempts, Optional<String> error) implements OfStep, Trouble {
        @Override
        public String text() {
            return "step " + step + " failed " + attempts + " times"
                    + error.map(text -> ": " + text).orElse("");
        }
    }

    /** The processes of a replica run; again, if they ended. */
    record ReplicaStarted(String role, String replica, Optional<String> host, String version) implements OfReplica {
        @Override
        public String text() {
            return named(role, replica) + " started" + on(host) + ", version " + version;
        }
    }

    /** The ready checks of a replica pass. */
    record ReplicaReady(String role, String replica, Optional<String> host, String version) implements OfReplica {
        @Override
        public String text() {
            return named(role, replica) + " is ready" + on(host) + ", version " + version;
        }
    }

    /** A replica does not serve, for a reason that was not told before. */
    record ReplicaTroubled(String role, String replica, Optional<String> host, String error)
            implements OfReplica, Trouble {
        @Override
        public String text() {
            return named(role, replica) + " is not ready" + on(host) + ": " + error;
        }
    }

    /** The host of a replica does not answer. */
    record ReplicaLost(String role, String replica, Optional<String> host) implements OfReplica, Trouble {
        @Override
        public String text() {
            return named(role, replica) + " is lost" + on(host);
        }
    }

    /** A replica is being stopped, to be replaced or for good. */
    record ReplicaStopping(String role, String replica, Optional<String> host, String version) implements OfReplica {
        @Override
        public String text() {
            return named(role, replica) + " stops" + on(host) + ", version " + version;
        }
    }

    /** A replica is gone. */
    record ReplicaGone(String role, String replica) implements OfReplica {
        @Override
        public String text() {
            return named(role, replica) + " is gone";
        }
    }

    /** What would change a replica is held back from now on. */
    record Paused() implements RolloutEvent {
        @Override
        public String text() {
            return "paused";
        }
    }

    /** What was held back goes on. */
    record Resumed() implements RolloutEvent {
        @Override
        public String text() {
            return "resumed";
        }
    }

    /** The rollout of a revision goes no further by itself. */
    record Failed(long revision, String reason) implements Trouble {
        @Override
        public String text() {
            return "revision " + revision + " failed: " + reason;
        }
    }

    /** All of a revision is ready, told once. */
    record Done(long revision, String version) implements RolloutEvent {
        @Override
        public String text() {
            return "revision " + revision + ", version " + version + ", is ready";
        }
    }

    private static String named(String role, String replica) {
        return replica.startsWith(role) ? "replica " + replica : "replica " + replica + " of " + role;
    }

    private static String on(Optional<String> host) {
        return host.map(name -> " on " + name).orElse("");
    }
}
