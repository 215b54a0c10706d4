package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Revision;
import dev.parallax.definition.DefinitionChanges;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** An application's revisions as a person reads them. */
final class HistoryText {
    private static final int MOST_CHANGES = 2;

    private static final String ONLY_SECRETS = "values of secrets";

    private HistoryText() {}

    /** {@code now}: how far the rollout of what is wanted is. */
    static void print(List<Revision> history, Optional<RolloutState> now, PrintWriter out) {
        Table table = new Table("REVISION", "VERSION", "APPLIED", "READY", "CHANGE");
        for (int i = 0; i < history.size(); i++) {
            Revision revision = history.get(i);
            Optional<Revision> before = i + 1 < history.size() ? Optional.of(history.get(i + 1)) : Optional.empty();
            table.row(
                    revision.number() + (revision.current() ? "*" : ""),
                    revision.definition().version(),
                    revision.applied().truncatedTo(ChronoUnit.SECONDS).toString(),
                    revision.reached()
                            .map(reached ->
                                    reached.truncatedTo(ChronoUnit.SECONDS).toString())
                            .orElse(notReached(revision, now)),
                    revision.reason()
                            .or(() -> before.map(last -> changes(last, revision)))
                            .orElse("-"));
        }
        table.print(out, "");
    }

    /** As {@link #print}, and below the table everything that each revision changed, the lines of files among it. */
    static void printFull(List<Revision> history, Optional<RolloutState> now, PrintWriter out) {
        print(history, now, out);
        for (int i = 0; i + 1 < history.size(); i++) {
            Revision revision = history.get(i);
            out.println();
            out.println("revision " + revision.number() + ", from "
                    + history.get(i + 1).number() + ":");
            List<Plan.Change> changes = changed(history.get(i + 1), revision);
            if (changes.isEmpty()) {
                out.println("  " + ONLY_SECRETS);
            }
            for (Plan.Change change : changes) {
                out.println("  " + change.kind() + " " + Words.printable(change.name())
                        + (change.action() == Plan.Action.CHANGE ? "" : " " + comesOrGoes(change.action())));
                change.fields().stream()
                        .flatMap(field -> FieldText.changed(field).stream())
                        .forEach(out::println);
            }
        }
    }

    private static String comesOrGoes(Plan.Action action) {
        return action == Plan.Action.CREATE ? "added" : "removed";
    }

    private static List<Plan.Change> changed(Revision before, Revision after) {
        return DefinitionChanges.between(Optional.of(before.definition()), after.definition()).changes().stream()
                .filter(change -> change.action() != Plan.Action.UNCHANGED)
                .toList();
    }

    private static String notReached(Revision revision, Optional<RolloutState> now) {
        if (!revision.current()) {
            return "never";
        }
        return now.equals(Optional.of(RolloutState.FAILED)) ? "failed" : "not yet";
    }

    /** What a revision changed, the first of it in words. */
    private static String changes(Revision before, Revision after) {
        List<String> changes = changed(before, after).stream()
                .flatMap(change -> words(change).stream())
                .toList();
        if (changes.isEmpty()) {
            return ONLY_SECRETS;
        }
        int more = changes.size() - MOST_CHANGES;
        return String.join(", ", changes.subList(0, Math.min(MOST_CHANGES, changes.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static List<String> words(Plan.Change change) {
        String object = change.kind() + " " + change.name();
        if (change.action() != Plan.Action.CHANGE) {
            return List.of(object + " " + comesOrGoes(change.action()));
        }
        return change.fields().stream()
                .map(field -> object + " " + field.path() + ": "
                        + FieldText.count(field)
                                .orElseGet(() -> field.before().orElse("none") + " to "
                                        + field.after().orElse("none")))
                .toList();
    }
}
