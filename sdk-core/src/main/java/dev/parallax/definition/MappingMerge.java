package dev.parallax.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Lays one mapping over another, key by key: what is not mentioned stays, {@code null} removes. */
final class MappingMerge {
    private final Map<String, NodeTuple> merged;
    private final @Nullable Value below;
    private final Value above;

    private MappingMerge(@Nullable Value below, Value above) {
        this.below = below;
        this.above = above;
        this.merged = below == null ? new LinkedHashMap<>() : below.tuples();
    }

    /** {@code forms} gives the form of a key's value, null for a key that is not known: it is left to whoever reads the whole. */
    static Node merge(@Nullable Value below, Value above, Function<String, @Nullable Form<?>> forms) {
        MappingMerge merge = new MappingMerge(below, above);
        above.tuples().forEach((key, tuple) -> merge.lay(key, tuple, forms.apply(key)));
        return merge.node();
    }

    private void lay(String key, NodeTuple tuple, @Nullable Form<?> form) {
        Value value = above.entry(key, tuple);
        if (form == null) {
            merged.put(key, tuple);
        } else if (!value.is(Tag.NULL)) {
            merged.put(key, laid(merged.get(key), tuple, value, form));
        } else if (value.text().isEmpty()) {
            value.problem("is empty", "write a value, or null to remove what is there");
        } else if (merged.remove(key) != null) {
            value.reading().removed(value.path(), Position.of(value.node().getStartMark()));
        } else {
            value.problem(
                    "is null, and there is nothing to remove",
                    Suggestions.orElse(key, merged.keySet(), "leave it out"));
        }
    }

    private NodeTuple laid(@Nullable NodeTuple stood, NodeTuple tuple, Value value, Form<?> form) {
        if (stood == null || below == null) {
            return new NodeTuple(tuple.getKeyNode(), form.merge(null, value));
        }
        Node old = stood.getValueNode();
        Node node = form.merge(new Value(old, value.key(), value.path(), below.reading()), value);
        boolean kept = node.getStartMark().equals(old.getStartMark());
        return new NodeTuple(kept ? stood.getKeyNode() : tuple.getKeyNode(), node);
    }

    /** Stands where the one below stood, if there was one. */
    private Node node() {
        Node place = below == null ? above.node() : below.node();
        return new MappingNode(
                Tag.MAP, true, List.copyOf(merged.values()), FlowStyle.BLOCK, place.getStartMark(), place.getEndMark());
    }
}
