package dev.parallax.memory;

import dev.parallax.backend.Backend;
import java.util.Locale;

/**
 * A verb of {@link Backend} that asks the orchestrator for something. Those that are made of others go wrong with these: {@code rollback}, {@code
 * scale}, {@code abort} and {@code adopt} with {@link #APPLY}, {@code adoption} with {@link #PLAN}, {@code drain} with {@link #CORDON}, {@link
 * #HOSTS} and {@link #REPLACE}.
 */
public enum Verb {
    TROUBLES,
    PLAN,
    APPLY,
    OBSERVE,
    HISTORY,
    SECRET,
    ROTATE,
    ROLLOUT,
    PAUSE,
    RESUME,
    WATCH,
    LOGS,
    STEP_OUTPUT,
    EXEC,
    USE,
    EVENTS,
    INSPECT,
    REPLACE,
    DRIFT,
    REPAIR,
    HOSTS,
    CORDON,
    UNCORDON,
    REMOVE_HOST,
    DELETE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
