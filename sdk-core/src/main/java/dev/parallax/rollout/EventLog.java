package dev.parallax.rollout;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened to an application, the oldest first, for an orchestrator that keeps no such record by itself; {@code told}: the state up to
 * which it is told. The same states in the same order give the same log, whoever keeps it.
 */
public record EventLog(List<ApplicationEvent> events, Optional<ApplicationStatus> told) {
    /** How many events are kept. */
    public static final int KEPT = 100;

    public static final EventLog EMPTY = new EventLog(List.of(), Optional.empty());

    public EventLog {
        events = List.copyOf(events);
    }

    /** With what happened since; the same log when nothing did. */
    public EventLog next(ApplicationStatus now, Instant at) {
        if (told.filter(now::equals).isPresent()) {
            return this;
        }
        List<RolloutEvent> news =
                told.map(before -> RolloutEvents.between(before, now)).orElseGet(() -> RolloutEvents.first(now));
        if (news.isEmpty()) {
            return this;
        }
        List<ApplicationEvent> all = new ArrayList<>(events);
        news.forEach(event -> all.add(new ApplicationEvent(at, event.isTrouble(), event.object(), event.text())));
        return new EventLog(all.subList(Math.max(0, all.size() - KEPT), all.size()), Optional.of(now));
    }
}
