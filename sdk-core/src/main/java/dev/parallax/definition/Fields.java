package dev.parallax.definition;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** What was written in one object. */
final class Fields {
    private final Value place;
    private final IdentityHashMap<Field<?>, Object> values;
    private final Set<String> written;

    Fields(Value place, IdentityHashMap<Field<?>, Object> values, Set<String> written) {
        this.place = place;
        this.values = values;
        this.written = written;
    }

    /** The value, the default, or what stands in for a required value that is missing. */
    <V> V get(Field<V> field) {
        return find(field)
                .or(() -> Optional.ofNullable(field.fallback()))
                .orElseThrow(() -> new IllegalStateException("no default: " + field.name()));
    }

    /** The value if it is there and could be read. */
    @SuppressWarnings("unchecked")
    <V> Optional<V> find(Field<V> field) {
        return Optional.ofNullable((V) values.get(field));
    }

    /** Whether the key is there, readable or not. */
    boolean has(Field<?> field) {
        return written.contains(field.name());
    }

    void problem(Field<?> field, String message, String hint) {
        place.reading().problem(place.path().child(field.name()), message, hint);
    }

    /** The object itself. */
    Value place() {
        return place;
    }
}
