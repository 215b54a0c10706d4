package dev.parallax.backend;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/** What applying a definition would do, sorted by the order in which it would be done. */
@JsonIgnoreProperties(value = "empty", allowGetters = true)
public record Plan(String application, List<Change> changes) {
    public Plan {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.stream().allMatch(change -> change.action() == Action.UNCHANGED);
    }

    /** What happens to one object of the orchestrator. */
    public enum Action {
        CREATE,
        CHANGE,
        REMOVE,
        UNCHANGED
    }

    /** One object: its kind in the orchestrator's own words, its name, and the fields that differ. */
    public record Change(Action action, String kind, String name, List<FieldChange> fields) {
        public Change {
            fields = List.copyOf(fields);
        }
    }

    /** One field; secret values are masked before they come here. */
    public record FieldChange(String path, Optional<String> before, Optional<String> after) {}
}
