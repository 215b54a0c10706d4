package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A part of an application as an overlay has it: only what differs. It says nothing by itself and is read with the whole. */
record OverlaidForm<T>(Form<T> whole) implements Form<T> {
    @Override
    public Optional<T> read(Value value) {
        return Optional.empty();
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        return definitions.partial().entry(whole);
    }

    @Override
    public String described() {
        return "as in [Application](#application), only what differs";
    }
}
