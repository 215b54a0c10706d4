package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The form in which people write one type of value. The reader, the JSON Schema and the model reference are all made from it, so
 * that there is no second list of keys.
 */
interface Form<T> {
    /** The value, or empty after having reported why there is none. */
    Optional<T> read(Value value);

    /** Its JSON Schema. Objects go into {@code definitions} and are referred to. */
    ObjectNode schema(SchemaDefinitions definitions);

    /** What is written here, in a word or two of Markdown. */
    String described();

    /** Objects that are written inside. */
    default List<ObjectForm<?>> objects() {
        return List.of();
    }

    /** How a value of this form is written. */
    default String format(T value) {
        return String.valueOf(value);
    }
}
