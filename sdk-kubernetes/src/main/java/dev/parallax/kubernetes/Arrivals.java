package dev.parallax.kubernetes;

import dev.parallax.backend.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When revisions came to be ready. The process that applies one notes it; of one that was left to the cluster before that, the cluster tells
 * as long as it is the newest, and whoever applies the next one notes it.
 */
final class Arrivals {
    private final Revisions revisions;
    private final ViewReader reader;

    Arrivals(Revisions revisions, ViewReader reader) {
        this.revisions = revisions;
        this.reader = reader;
    }

    /** All revisions, the newest first. Changes nothing. */
    List<Revision> history(String namespace, String application) {
        List<Revision> history = new ArrayList<>(revisions.list(namespace, application));
        if (!history.isEmpty()) {
            Revision newest = history.get(0);
            unnoted(namespace, newest)
                    .ifPresent(when -> history.set(
                            0,
                            new Revision(
                                    newest.number(),
                                    newest.definition(),
                                    newest.applied(),
                                    Optional.of(when),
                                    newest.current(),
                                    newest.reason())));
        }
        return history;
    }

    /** Notes of the newest revision that it was ready, before another takes its place. */
    void note(String namespace, String application) {
        revisions.latest(namespace, application).ifPresent(newest -> unnoted(namespace, newest)
                .ifPresent(when -> revisions.markReached(namespace, application, newest.number(), when)));
    }

    /** When the newest revision came to be ready, if that is not noted yet. */
    private Optional<Instant> unnoted(String namespace, Revision newest) {
        if (newest.reached().isPresent()) {
            return Optional.empty();
        }
        ClusterView view = reader.read(namespace, newest.definition().name());
        return view.recorded()
                .revision()
                .filter(seen -> seen.number() == newest.number())
                .flatMap(seen -> Progress.settledAt(view));
    }
}
