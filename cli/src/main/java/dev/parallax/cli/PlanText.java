package dev.parallax.cli;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Change;
import java.io.PrintWriter;
import java.util.Set;

/** A plan as a person reads it: what would change field by field, and of what comes or goes only that it does. */
final class PlanText {
    /** Counted only where there are any. */
    private static final Set<Plan.Action> UNUSUAL = Set.of(Plan.Action.ADOPT, Plan.Action.REPAIR);

    private final Plan plan;
    private final boolean full;

    /** {@code full}: with the fields of what would be created or removed. */
    PlanText(Plan plan, boolean full) {
        this.plan = plan;
        this.full = full;
    }

    void print(Invocation invocation) {
        PrintWriter out = invocation.out();
        boolean folded = false;
        for (Change change : plan.changes()) {
            if (change.action() == Plan.Action.UNCHANGED) {
                continue;
            }
            boolean whole = change.action() == Plan.Action.CREATE || change.action() == Plan.Action.REMOVE;
            boolean fold = whole && !full && !change.fields().isEmpty();
            folded |= fold;
            out.println(invocation
                            .terminal()
                            .styled(
                                    style(change.action()),
                                    sign(change.action()) + " " + change.kind() + " " + change.name()
                                            + (change.action() == Plan.Action.REPAIR ? ": changed by hand" : ""))
                    + (fold ? " (" + fields(change) + ")" : ""));
            if (!fold) {
                change.fields().stream()
                        .flatMap(field -> (whole ? FieldText.only(field) : FieldText.changed(field)).stream())
                        .forEach(out::println);
            }
        }
        plan.notes().forEach(note -> out.println("! " + Words.printable(note)));
        out.println(plan.application() + ": " + (plan.isEmpty() ? "nothing to do" : counts())
                + (folded ? "; --full has every field" : ""));
    }

    private static String fields(Change change) {
        int count = change.fields().size();
        return count + (count == 1 ? " field" : " fields");
    }

    private String counts() {
        StringBuilder text = new StringBuilder();
        for (Plan.Action action : Plan.Action.values()) {
            long count = plan.changes().stream()
                    .filter(change -> change.action() == action)
                    .count();
            if (count == 0 && UNUSUAL.contains(action)) {
                continue;
            }
            text.append(text.isEmpty() ? "" : ", ").append(count).append(" to ").append(verb(action));
        }
        return text.toString();
    }

    private static String verb(Plan.Action action) {
        return action == Plan.Action.UNCHANGED ? "leave" : Words.of(action);
    }

    private static String sign(Plan.Action action) {
        return switch (action) {
            case CREATE -> "+";
            case ADOPT -> "@";
            case CHANGE, REPAIR -> "~";
            case REMOVE -> "-";
            case UNCHANGED -> " ";
        };
    }

    private static String style(Plan.Action action) {
        return switch (action) {
            case CREATE -> "green";
            case ADOPT -> "cyan";
            case CHANGE, REPAIR -> "yellow";
            case REMOVE -> "red";
            case UNCHANGED -> "faint";
        };
    }
}
