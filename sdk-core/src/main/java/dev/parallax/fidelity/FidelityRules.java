package dev.parallax.fidelity;

import dev.parallax.model.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a backend makes of each field of the model. A rule stands in the class that realises the field; {@link Builder#include} puts a
 * backend's rules together. A backend's test asserts that {@link #missing} is empty.
 */
public final class FidelityRules {
    private final Map<ModelField, Function<FieldUse, Fidelity>> rules;

    private FidelityRules(Map<ModelField, Function<FieldUse, Fidelity>> rules) {
        this.rules = Map.copyOf(rules);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** These rules, but for the fields that the others speak of, as in a special mode of a backend. */
    public FidelityRules overruledBy(FidelityRules others) {
        Map<ModelField, Function<FieldUse, Fidelity>> both = new TreeMap<>(rules);
        both.putAll(others.rules);
        return new FidelityRules(both);
    }

    /** The fields of the model that no rule speaks of. */
    public SortedSet<ModelField> missing() {
        SortedSet<ModelField> missing = new TreeSet<>(ModelFields.all());
        missing.removeAll(rules.keySet());
        return missing;
    }

    /** What becomes of each field that the application has, defaults too, sorted by path. */
    public FidelityReport assess(String backend, Application application) {
        List<FidelityReport.Line> lines = new ArrayList<>();
        for (FieldUse use : FieldUses.of(application)) {
            Function<FieldUse, Fidelity> rule = rules.get(use.field());
            Fidelity fidelity = rule == null
                    ? new Fidelity.Refused("the backend " + backend + " does not know the field " + use.field())
                    : rule.apply(use);
            lines.add(new FidelityReport.Line(use.path(), fidelity));
        }
        return new FidelityReport(backend, application.name(), lines);
    }

    /** Collects rules; a field has one. */
    public static final class Builder {
        private final Map<ModelField, Function<FieldUse, Fidelity>> rules = new TreeMap<>();

        private Builder() {}

        /** These fields are realised as they are described, whatever their value. */
        public Builder exact(Class<?> type, String... names) {
            for (String name : names) {
                put(new ModelField(type, name), use -> Fidelity.EXACT);
            }
            return this;
        }

        /** These fields are realised in another way, whatever their value. */
        public Builder approximated(String how, Class<?> type, String... names) {
            for (String name : names) {
                put(new ModelField(type, name), use -> new Fidelity.Approximated(how));
            }
            return this;
        }

        /** It depends on the object that has the field. */
        public <T> Builder rule(Class<T> type, String name, Function<T, Fidelity> rule) {
            return rule(type, name, (owner, use) -> rule.apply(owner));
        }

        /** It depends on the object that has the field, and on what is around it. */
        public <T> Builder rule(Class<T> type, String name, BiFunction<T, FieldUse, Fidelity> rule) {
            put(new ModelField(type, name), use -> rule.apply(type.cast(use.owner()), use));
            return this;
        }

        public Builder include(FidelityRules others) {
            others.rules.forEach(this::put);
            return this;
        }

        public FidelityRules build() {
            return new FidelityRules(rules);
        }

        private void put(ModelField field, Function<FieldUse, Fidelity> rule) {
            if (!ModelFields.all().contains(field)) {
                throw new IllegalArgumentException("the model has no field " + field);
            }
            if (rules.put(field, rule) != null) {
                throw new IllegalArgumentException("two rules speak of " + field);
            }
        }
    }
}
