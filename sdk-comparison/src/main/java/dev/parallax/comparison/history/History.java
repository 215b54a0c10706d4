package dev.parallax.comparison.history;

import java.util.List;

/**
 * A recorded run. {@code complete}: it ends with {@link Event.RunEnded}; {@code torn}: its last line was cut off in the middle, as when
 * the program was killed, and is left out.
 */
public record History(List<Event> events, boolean complete, boolean torn) {
    public History {
        events = List.copyOf(events);
        if (events.isEmpty() || !(events.get(0) instanceof Event.RunStarted)) {
            throw new HistoryException("a history begins with run-started");
        }
    }

    /** A history out of events, for what was recorded in memory. */
    public static History of(List<Event> events) {
        return new History(events, !events.isEmpty() && events.get(events.size() - 1) instanceof Event.RunEnded, false);
    }

    public Event.RunStarted start() {
        return (Event.RunStarted) events.get(0);
    }
}
