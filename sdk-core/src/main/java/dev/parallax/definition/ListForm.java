package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A list; items that cannot be read are reported and left out. */
record ListForm<T>(Form<T> item) implements Form<List<T>> {
    @Override
    public Optional<List<T>> read(Value value) {
        if (!(value.node() instanceof SequenceNode)) {
            value.problem("is " + value.described() + " and must be " + described(), "write [first, second]");
            return Optional.empty();
        }
        List<T> items = new ArrayList<>();
        value.items().forEach(each -> item.read(each).ifPresent(items::add));
        return Optional.of(List.copyOf(items));
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        ObjectNode schema = SchemaDefinitions.object().put("type", "array");
        schema.set("items", item.schema(definitions));
        return schema;
    }

    @Override
    public String described() {
        return "a list, each " + item.described();
    }

    @Override
    public List<ObjectForm<?>> objects() {
        return item.objects();
    }
}
