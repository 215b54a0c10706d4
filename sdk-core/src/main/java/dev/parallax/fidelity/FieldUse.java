package dev.parallax.fidelity;

import java.util.List;
import java.util.Optional;

/**
 * A field of one application: where it is written, its value, and the objects around it, from the application down to the one that has
 * the field.
 */
public record FieldUse(ModelField field, String path, Object value, List<Object> owners) {
    public FieldUse {
        owners = List.copyOf(owners);
    }

    /** The innermost object of this type around the field; empty when there is none. */
    public <T> Optional<T> within(Class<T> type) {
        for (int at = owners.size() - 1; at >= 0; at--) {
            if (type.isInstance(owners.get(at))) {
                return Optional.of(type.cast(owners.get(at)));
            }
        }
        return Optional.empty();
    }

    Object owner() {
        return owners.get(owners.size() - 1);
    }
}
