package dev.parallax.fidelity;

import java.util.Comparator;

/** One field of the model: the type that has it, and its name there, as in {@code Check.every}. */
public record ModelField(Class<?> type, String name) implements Comparable<ModelField> {
    private static final Comparator<ModelField> ORDER = Comparator.comparing(ModelField::toString);

    @Override
    public int compareTo(ModelField other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String owner =
                type.getEnclosingClass() == null ? "" : type.getEnclosingClass().getSimpleName() + ".";
        return owner + type.getSimpleName() + "." + name;
    }
}
