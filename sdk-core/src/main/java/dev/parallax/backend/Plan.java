package dev.parallax.backend;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What applying a definition would do, sorted by the order in which it would be done; {@code notes}: what it leaves as it is and somebody
 * may not expect to be left, a sentence each, without a full stop.
 */
@JsonIgnoreProperties(value = "empty", allowGetters = true)
public record Plan(
        String application,
        List<Change> changes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {
    public Plan {
        changes = List.copyOf(changes);
        notes = List.copyOf(Objects.requireNonNullElse(notes, List.of()));
    }

    public Plan(String application, List<Change> changes) {
        this(application, changes, List.of());
    }

    public boolean isEmpty() {
        return changes.stream().allMatch(change -> change.action() == Action.UNCHANGED);
    }

    /**
     * The same, and first of all, as it is done at once, what is put right of what was changed by hand. What a definition changes of the same object
     * comes after it, as the change from what was applied.
     */
    public Plan repairing(List<Drift.Difference> standing) {
        List<Change> all = new ArrayList<>();
        standing.forEach(difference -> all.add(difference.repair()));
        all.addAll(changes);
        return new Plan(application, all, notes);
    }

    /** Whether anything is taken over. */
    public boolean adopts() {
        return changes.stream().anyMatch(change -> change.action() == Action.ADOPT);
    }

    /** Whether it would change what somebody else has set of the application's own, which {@link Backend#apply} refuses. */
    public boolean conflicts() {
        return changes.stream()
                .filter(change -> change.action() == Action.CHANGE)
                .flatMap(change -> change.fields().stream())
                .anyMatch(field -> !field.owners().isEmpty());
    }

    /** What happens to one object of the orchestrator. */
    public enum Action {
        CREATE,
        /** It was there before the application, and becomes a part of it. */
        ADOPT,
        CHANGE,
        /**
         * It was changed by hand since, and is put back as it was applied: by backends that tell what a definition changes from what somebody did by
         * hand. On others it is a {@link #CHANGE}, or what else it takes.
         */
        REPAIR,
        REMOVE,
        UNCHANGED
    }

    /** One object: its kind in the orchestrator's own words, its name, and the fields that differ. */
    public record Change(Action action, String kind, String name, List<FieldChange> fields) {
        public Change {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One field; secret values are masked before they come here: a text in which secrets are mentioned is shown as the definition has it,
     * where that is what changes. {@code owners}: who else has set what is there, where the orchestrator
     * knows it, such as {@code kubectl-edit}.
     */
    public record FieldChange(
            String path,
            Optional<String> before,
            Optional<String> after,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> owners) {
        public FieldChange {
            owners = List.copyOf(Objects.requireNonNullElse(owners, List.of()));
        }

        public FieldChange(String path, Optional<String> before, Optional<String> after) {
            this(path, before, after, List.of());
        }
    }
}
