package dev.parallax.examples.processes;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.model.Probe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One replica: a process, and how far it is. Moves on when it is told to, and waits for nothing. */
final class Replica {
    private static final Duration PAUSE_AFTER_AN_END = Duration.ofSeconds(1);

    final String role;
    final int index;
    final Launch launch;
    /** That of the application when the replica was last found to be as it wants it. */
    String version;

    ReplicaState state = ReplicaState.PENDING;
    private final Workplace workplace;
    private @Nullable String host;
    private @Nullable String address;
    private @Nullable Process process;
    private @Nullable ReadyCheck check;
    private @Nullable String lastError;
    private int restarts;
    private long since;

    Replica(String role, int index, Launch launch, String version, Workplace workplace) {
        this.role = role;
        this.index = index;
        this.launch = launch;
        this.version = version;
        this.workplace = workplace;
    }

    String name() {
        return role + "-" + index;
    }

    boolean is(ReplicaState wanted) {
        return state == wanted;
    }

    boolean isOn(String other) {
        return other.equals(host);
    }

    void place(String chosen, String given) {
        host = chosen;
        address = given;
        lastError = null;
        state = ReplicaState.PLACED;
    }

    void stop(long now) {
        if (state != ReplicaState.STOPPING) {
            state = ReplicaState.STOPPING;
            since = now;
        }
    }

    void complain(String error) {
        lastError = error;
    }

    /** Goes on by itself, after it was placed. */
    void advance(long now) {
        if (process != null && !process.isAlive() && state != ReplicaState.STOPPING) {
            lastError = "its process ended with status " + process.exitValue();
            restarts++;
            process = null;
            since = now;
            state = ReplicaState.PLACED;
        }
        switch (state) {
            case PLACED -> {
                if (restarts == 0 || now - since >= PAUSE_AFTER_AN_END.toNanos()) {
                    start(now);
                }
            }
            case STARTED, READY -> {
                boolean ready = check == null || check.passes(now);
                lastError = ready ? null : "its ready check fails";
                state = ready ? ReplicaState.READY : ReplicaState.STARTED;
            }
            default -> {}
        }
    }

    private void start(long now) {
        try {
            process = workplace.start(name(), String.valueOf(address), launch);
            check = launch.component()
                    .checks()
                    .ready()
                    .map(ready -> {
                        Probe.Http asked = (Probe.Http) ready.probe();
                        return new ReadyCheck(ready, asked, target(asked));
                    })
                    .orElse(null);
            state = ReplicaState.STARTED;
        } catch (IOException e) {
            lastError = "it cannot be started: " + e.getMessage();
            restarts++;
            since = now;
        }
    }

    private URI target(Probe.Http probe) {
        return URI.create("http://" + address + ":" + launch.component().ports().get(probe.port()) + probe.path());
    }

    /** Whether one that stops is gone. */
    boolean isGone(long now) {
        if (process == null || !process.isAlive()) {
            return true;
        }
        Duration waited = Duration.ofNanos(now - since);
        Duration drain = launch.component().stop().drain();
        if (waited.compareTo(drain.plus(launch.component().stop().grace())) >= 0) {
            kill();
        } else if (waited.compareTo(drain) >= 0) {
            process.destroy();
        }
        return false;
    }

    void kill() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The address of one of its ports while it serves. */
    Optional<String> endpoint(String port) {
        return state == ReplicaState.READY
                ? Optional.ofNullable(launch.component().ports().get(port)).map(number -> address + ":" + number)
                : Optional.empty();
    }

    ReplicaStatus status() {
        return new ReplicaStatus(
                name(),
                Optional.ofNullable(host),
                Optional.ofNullable(address),
                state,
                version,
                restarts,
                Optional.ofNullable(lastError));
    }
}
