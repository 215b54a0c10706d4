package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A list; items that cannot be read are reported and left out. */
record ListForm<T>(Form<T> item) implements Form<List<T>> {
    @Override
    public Optional<List<T>> read(Value value) {
        if (!(value.node() instanceof SequenceNode)) {
            value.problem("is " + value.described() + " and must be a list", "write " + example());
            return Optional.empty();
        }
        List<T> items = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        List<Value> written = value.items();
        for (Value each : written) {
            item.read(each).ifPresent(read -> {
                items.add(read);
                kept.add(each.path().index());
            });
        }
        if (kept.size() < written.size()) {
            value.reading().gaps().kept(value.path(), kept);
        }
        return Optional.of(List.copyOf(items));
    }

    /** Items have no key by which they could be told apart: the overlay's list replaces the whole. */
    @Override
    public Node merge(@Nullable Value below, Value above) {
        if (!(above.node() instanceof SequenceNode list)) {
            return above.node();
        }
        List<Node> items =
                above.items().stream().map(each -> item.merge(null, each)).toList();
        return new SequenceNode(
                list.getTag(), true, items, list.getFlowStyle(), list.getStartMark(), list.getEndMark());
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        ObjectNode schema = SchemaDefinitions.object().put("type", "array");
        schema.set("items", item.schema(definitions.whole()));
        return schema;
    }

    @Override
    public String described() {
        return "a list, each " + item.described();
    }

    @Override
    public String example() {
        return item.objects().isEmpty() ? "[first, second]" : "[" + item.example() + ", ...]";
    }

    @Override
    public List<ObjectForm<?>> objects() {
        return item.objects();
    }
}
