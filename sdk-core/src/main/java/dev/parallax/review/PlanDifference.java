package dev.parallax.review;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where two plans of one definition differ, in words: what else would happen now. */
final class PlanDifference {
    private PlanDifference() {}

    static List<String> between(Plan reviewed, Plan now) {
        Map<String, Change> before = byName(reviewed);
        Map<String, Change> after = byName(now);
        List<String> differences = new ArrayList<>();
        after.forEach((name, change) -> describe(name, before.get(name), change).ifPresent(differences::add));
        before.forEach((name, change) -> {
            if (!after.containsKey(name)) {
                differences.add(name + ": the plan would " + verb(change) + " it; now nothing is done with it");
            }
        });
        return differences;
    }

    private static Optional<String> describe(
            String name, @org.jspecify.annotations.Nullable Change before, Change after) {
        if (before == null) {
            return Optional.of(name + ": not in the plan; now it would be " + past(after));
        }
        if (before.action() != after.action()) {
            return Optional.of(name + ": the plan would " + verb(before) + " it; now it would be " + past(after));
        }
        return before.equals(after) ? Optional.empty() : Optional.of(name + ": " + fields(before, after));
    }

    private static String fields(Change before, Change after) {
        Map<String, FieldChange> reviewed = new LinkedHashMap<>();
        before.fields().forEach(field -> reviewed.put(field.path(), field));
        for (FieldChange field : after.fields()) {
            FieldChange was = reviewed.remove(field.path());
            if (!Objects.equals(was, field)) {
                return field.path() + " would become " + shown(field.after()) + " from " + shown(field.before())
                        + (was == null ? ", which is not in the plan" : ", in the plan from " + shown(was.before()));
            }
        }
        return String.join(", ", reviewed.keySet()) + " would no longer change";
    }

    private static String shown(Optional<String> value) {
        return value.orElse("(absent)");
    }

    private static String verb(Change change) {
        return change.action() == Plan.Action.UNCHANGED
                ? "leave"
                : change.action().name().toLowerCase(Locale.ROOT);
    }

    private static String past(Change change) {
        return switch (change.action()) {
            case CREATE -> "created";
            case ADOPT -> "adopted";
            case CHANGE -> "changed";
            case REPAIR -> "repaired";
            case REMOVE -> "removed";
            case UNCHANGED -> "left as it is";
        };
    }

    private static Map<String, Change> byName(Plan plan) {
        Map<String, Change> changes = new LinkedHashMap<>();
        plan.changes().forEach(change -> changes.put(name(change), change));
        return changes;
    }

    /** What is repaired may be changed by the definition, too. */
    private static String name(Change change) {
        return change.kind() + " " + change.name()
                + (change.action() == Plan.Action.REPAIR ? ", which was changed by hand" : "");
    }
}
