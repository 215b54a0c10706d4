package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value that may be written short, as a single value, or in full, as a mapping. {@code key}: where the single value stands in the
 * mapping; null where the two are alternatives.
 */
record ShorthandForm<T>(
        Form<T> shorthand, Form<T> full, @Nullable String key) implements Form<T> {
    @Override
    public Optional<T> read(Value value) {
        return value.isMapping() ? full.read(value) : shorthand.read(value);
    }

    @Override
    public Node merge(@Nullable Value below, Value above) {
        if (above.isMapping()) {
            return full.merge(below == null ? null : inFull(below), above);
        }
        boolean within = key != null && above.isScalar() && below != null && below.isMapping();
        return within ? full.merge(below, inFull(above)) : shorthand.merge(below, above);
    }

    private Value inFull(Value value) {
        if (key == null || !value.isScalar()) {
            return value;
        }
        Node node = value.node();
        Node name = new ScalarNode(Tag.STR, true, key, ScalarStyle.PLAIN, node.getStartMark(), node.getStartMark());
        List<NodeTuple> tuples = List.of(new NodeTuple(name, node));
        Node mapping = new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, node.getStartMark(), node.getEndMark());
        return new Value(mapping, value.key(), value.path(), value.reading());
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
    public String example() {
        return shorthand.example();
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
