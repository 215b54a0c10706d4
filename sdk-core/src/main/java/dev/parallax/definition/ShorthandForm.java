package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value that may be written short, as a single value, or in full, as a mapping. */
record ShorthandForm<T>(Form<T> shorthand, Form<T> full) implements Form<T> {
    @Override
    public Optional<T> read(Value value) {
        return value.isMapping() ? full.read(value) : shorthand.read(value);
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        ObjectNode schema = SchemaDefinitions.object();
        schema.putArray("anyOf").add(shorthand.schema(definitions)).add(full.schema(definitions));
        return schema;
    }

    @Override
    public String described() {
        return shorthand.described() + ", or " + full.described();
    }

    @Override
    public List<ObjectForm<?>> objects() {
        List<ObjectForm<?>> objects = new ArrayList<>(shorthand.objects());
        objects.addAll(full.objects());
        return objects;
    }

    @Override
    public String format(T value) {
        return shorthand.format(value);
    }
}
