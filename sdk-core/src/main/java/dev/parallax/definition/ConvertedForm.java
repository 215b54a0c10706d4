package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A form whose value becomes another type, with a look at where it stands; empty after a problem was reported. */
record ConvertedForm<S, T>(Form<S> written, BiFunction<S, Value, Optional<T>> convert) implements Form<T> {
    @Override
    public Optional<T> read(Value value) {
        return written.read(value).flatMap(read -> convert.apply(read, value));
    }

    @Override
    public Node merge(@Nullable Value below, Value above) {
        return written.merge(below, above);
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        return written.schema(definitions);
    }

    @Override
    public String described() {
        return written.described();
    }

    @Override
    public String example() {
        return written.example();
    }

    @Override
    public List<ObjectForm<?>> objects() {
        return written.objects();
    }
}
