package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The form in which people write one type of value. The reader, the JSON Schema and the model reference are all made from it, so
 * that there is no second list of keys.
 */
interface Form<T> {
    /** The value, or empty after having reported why there is none. */
    Optional<T> read(Value value);

    /**
     * What becomes of a value under an overlay that writes {@code above}; {@code below} is what stood there, null where nothing did.
     * Reported is only what cannot be merged; what the values say is checked when the whole is read.
     */
    default Node merge(@Nullable Value below, Value above) {
        return above.node();
    }

    /** Its JSON Schema. Objects go into {@code definitions} and are referred to. */
    ObjectNode schema(SchemaDefinitions definitions);

    /** What is written here, in a word or two of Markdown. */
    String described();

    /** How such a value looks, for a hint: {@code {name: ..., version: ...}}. */
    default String example() {
        return described();
    }

    /** Objects that are written inside. */
    default List<ObjectForm<?>> objects() {
        return List.of();
    }

    /** How a value of this form is written. */
    default String format(T value) {
        return String.valueOf(value);
    }
}
