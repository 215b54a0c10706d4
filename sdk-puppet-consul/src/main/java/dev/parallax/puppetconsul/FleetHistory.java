package dev.parallax.puppetconsul;

import dev.parallax.backend.Revision;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.world.AppRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The revisions that Consul holds of an application. */
final class FleetHistory {
    private FleetHistory() {}

    /** The newest first. A revision's definition and its record are written and removed together. */
    static List<Revision> of(AppRecord app) {
        List<Revision> history = new ArrayList<>();
        app.revisions().forEach((number, definition) -> {
            RevisionRecord record =
                    Objects.requireNonNull(app.records().get(number)).value();
            history.add(new Revision(
                    number,
                    definition,
                    record.made(),
                    record.reached(),
                    number == app.desired().value().revision(),
                    record.reason()));
        });
        Collections.reverse(history);
        return history;
    }
}
