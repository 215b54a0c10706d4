package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.LogLine;
import dev.parallax.model.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One replica of the simulation. {@code fingerprint}: all that would have it replaced when it changes. */
final class SimulatedReplica {
    final String role;
    final int index;
    final Role definition;
    final String fingerprint;
    /** That of the application when the replica was last found to be as it wants it. */
    String version;

    ReplicaState state = ReplicaState.PENDING;

    @Nullable
    SimulatedHost host;

    @Nullable
    String address;

    @Nullable
    String lastError;

    Map<String, Map<String, String>> environments = Map.of();
    /** What its components wrote, in the order of time. */
    final List<LogLine> lines = new ArrayList<>();

    int restarts;
    long lostAt;
    /** By the timeline, since when its processes no longer answer, if they do not. */
    OptionalLong hungAt = OptionalLong.empty();
    /** By the timeline, when it came to its state. */
    long since;

    SimulatedReplica(String role, int index, Role definition, String version, String fingerprint) {
        this.role = role;
        this.index = index;
        this.definition = definition;
        this.version = version;
        this.fingerprint = fingerprint;
    }

    String name() {
        return role + "-" + index;
    }

    boolean is(ReplicaState wanted) {
        return state == wanted;
    }

    void place(SimulatedHost chosen) {
        host = chosen;
        address = chosen.nextAddress();
        lastError = null;
        state = ReplicaState.PLACED;
    }

    void lose(long now) {
        state = ReplicaState.LOST;
        lostAt = now;
        lastError = "host " + (host == null ? "" : host.name) + " does not answer";
    }

    void restart(@Nullable String reason) {
        state = ReplicaState.PLACED;
        hungAt = OptionalLong.empty();
        restarts++;
        lastError = reason;
    }

    void write(String component, Instant time, String text) {
        lines.add(new LogLine(role, name(), component, Optional.of(time), text));
    }

    ReplicaStatus status() {
        return new ReplicaStatus(
                name(),
                Optional.ofNullable(host).map(known -> known.name),
                Optional.ofNullable(address),
                state,
                version,
                restarts,
                Optional.ofNullable(lastError));
    }
}
