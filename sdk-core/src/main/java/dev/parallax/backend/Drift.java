package dev.parallax.backend;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.parallax.backend.Plan.FieldChange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Changes that were made by hand to what runs, sorted by kind, name and host: {@code revision} is what was applied last. */
@JsonIgnoreProperties(value = "standing", allowGetters = true)
public record Drift(String application, long revision, List<Difference> differences) {
    /** The path of the field that stands for a whole object. */
    public static final String OBJECT = "object";

    private static final String PRESENT = "present";

    public Drift {
        differences = differences.stream()
                .sorted(Comparator.comparing(Difference::kind)
                        .thenComparing(Difference::name)
                        .thenComparing(difference -> difference.host().orElse("")))
                .toList();
    }

    /** Those that are there still. */
    public List<Difference> standing() {
        return differences.stream()
                .filter(difference -> difference.state() == State.STANDS)
                .toList();
    }

    /** Whether a difference was put right since. */
    public enum State {
        STANDS,
        REPAIRED
    }

    /**
     * One object: its kind in the orchestrator's own words, its name, the role it belongs to and the host it is on, where it has these. Of
     * each field, {@code before} is as it was applied and {@code after} as it was found; secret values are masked before they come here.
     */
    public record Difference(
            String kind,
            String name,
            Optional<String> role,
            Optional<String> host,
            List<FieldChange> fields,
            State state) {
        public Difference {
            fields = List.copyOf(fields);
        }

        /** What is done to put it right: from as it was found to as it was applied. */
        public Plan.Change repair() {
            return new Plan.Change(
                    Plan.Action.REPAIR,
                    kind,
                    name + host.map(where -> " on " + where).orElse(""),
                    fields.stream()
                            .map(field -> new FieldChange(
                                    field.path(),
                                    /* before= */ field.after(),
                                    /* after= */ field.before(),
                                    field.owners()))
                            .toList());
        }
    }

    /** The whole object was deleted. */
    public static FieldChange deleted() {
        return new FieldChange(OBJECT, Optional.of(PRESENT), Optional.empty());
    }

    /** The whole object is there and was not applied. */
    public static FieldChange added() {
        return new FieldChange(OBJECT, Optional.empty(), Optional.of(PRESENT));
    }
}
