package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A mapping with keys of the writer's own, in the order written. {@code key} says what a key is. */
record MapForm<T>(String key, Form<T> item) implements Form<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Value value) {
        if (!value.isMapping()) {
            value.problem(
                    "is " + value.described() + " and must be a mapping", "write a " + key + ", a colon and a value");
            return Optional.empty();
        }
        Map<String, T> values = new LinkedHashMap<>();
        value.entries().forEach((name, each) -> item.read(each).ifPresent(read -> values.put(name, read)));
        return Optional.of(Collections.unmodifiableMap(values));
    }

    @Override
    public Node merge(@Nullable Value below, Value above) {
        return above.isMapping()
                ? MappingMerge.merge(below != null && below.isMapping() ? below : null, above, name -> item)
                : above.node();
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        ObjectNode schema = SchemaDefinitions.object().put("type", "object");
        schema.set("additionalProperties", definitions.entry(item));
        return schema;
    }

    @Override
    public String described() {
        return "a mapping from " + key + " to " + item.described();
    }

    @Override
    public String example() {
        return "{" + key + ": " + item.example() + "}";
    }

    @Override
    public List<ObjectForm<?>> objects() {
        return item.objects();
    }
}
