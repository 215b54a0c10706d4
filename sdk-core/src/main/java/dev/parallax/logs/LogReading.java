package dev.parallax.logs;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.Revision;
import dev.parallax.model.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What {@link Backend#logs} does on every backend, given how one component is read. */
public final class LogReading {
    private LogReading() {}

    /** As {@link Backend#logs}; the backend's {@code history}, {@code observe} and {@code watch} say what there is to read. */
    public static void read(Backend backend, LogQuery query, LogSource source, Consumer<LogLine> reader)
            throws InterruptedException {
        Application definition = backend.history(query.application()).stream()
                .filter(Revision::current)
                .map(Revision::definition)
                .findFirst()
                .orElseThrow(() -> new BackendException(
                        backend.name() + ": there is no application '" + query.application() + "'"));
        ApplicationStatus status = backend.observe(query.application())
                .orElseThrow(() -> new BackendException(
                        backend.name() + ": application '" + query.application() + "' was deleted meanwhile"));
        LogSelection selection = new LogSelection(query, definition);
        selection.check(status);
        if (query.follow()) {
            try (LogFollowing following = new LogFollowing(backend, query, source, selection)) {
                following.follow(reader);
            }
        } else {
            readOnce(selection.targets(status), query, source, reader);
        }
    }

    /** What one host does not tell keeps nobody from reading the others. */
    private static void readOnce(List<LogTarget> targets, LogQuery query, LogSource source, Consumer<LogLine> reader)
            throws InterruptedException {
        List<BackendException> failures = new ArrayList<>();
        for (LogTarget target : targets) {
            try {
                source.read(target, query, reader);
            } catch (BackendException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            BackendException first = failures.get(0);
            throw failures.size() == 1
                    ? first
                    : new BackendException(
                            first.getMessage() + "; and " + (failures.size() - 1) + " of " + targets.size()
                                    + " others could not be read either",
                            first);
        }
    }
}
