package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Trouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells whoever waits for an orchestrator what keeps all of it from going on: once when it has been so for some looks, as a passing one is none,
 * and once when it is over.
 */
final class TroubleWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Others that stand by take over in less. */
    private static final int LOOKS = 4;

    private final Backend backend;
    private final Consumer<String> reader;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "parallax-trouble-watch");
        thread.setDaemon(true);
        return thread;
    });
    /** How many looks in a row each was there: by what is said when it is over, as its own words may change while it lasts. */
    private Map<String, Integer> seen = Map.of();

    private volatile boolean closed;

    TroubleWatch(Backend backend, Consumer<String> reader) {
        this.backend = backend;
        this.reader = reader;
    }

    /** Looks until it is closed. */
    static TroubleWatch begin(Backend backend, Consumer<String> reader) {
        TroubleWatch watch = new TroubleWatch(backend, reader);
        var unused = watch.looking.scheduleWithFixedDelay(
                watch::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Looks once. That the orchestrator does not answer is told by what is waited for. */
    void look() {
        List<Trouble> now;
        try {
            now = backend.troubles();
        } catch (BackendException e) {
            return;
        }
        Map<String, Integer> before = seen;
        Map<String, Integer> next = new HashMap<>();
        now.forEach(trouble -> next.put(trouble.over(), before.getOrDefault(trouble.over(), 0) + 1));
        seen = next;
        before.forEach((over, looks) -> {
            if (looks >= LOOKS && !next.containsKey(over)) {
                tell(over);
            }
        });
        now.forEach(trouble -> {
            if (next.getOrDefault(trouble.over(), 0) == LOOKS) {
                tell(trouble.text());
            }
        });
    }

    private void tell(String line) {
        if (!closed) {
            reader.accept("  " + line);
        }
    }

    @Override
    public void close() {
        closed = true;
        looking.shutdownNow();
    }
}
