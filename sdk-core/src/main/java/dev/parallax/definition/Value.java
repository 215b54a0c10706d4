package dev.parallax.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One value of a document, where it stands, and where its key does: an item of a list has none, and its own place instead. */
record Value(Node node, Position key, DocumentPath path, Reading reading) {
    private static final int LONGEST_QUOTE = 60;

    static Value root(Node node, Reading reading) {
        Position start = Position.of(node.getStartMark());
        reading.place(DocumentPath.ROOT, start);
        return new Value(node, start, DocumentPath.ROOT, reading);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** The text of a scalar as it is written, without quotes. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    boolean is(Tag tag) {
        return node.getTag().equals(tag);
    }

    /** That it cannot be read. */
    void problem(String message, String hint) {
        reading.problem(path, message, hint);
    }

    /** That a mapping lacks a value, if it does not have it under a key that nearly is its. */
    void missing(String name, String hint) {
        if (!isMisspelt(name)) {
            reading.problem(path.child(name), "is missing", hint);
        }
    }

    /** Whether a mapping has a value under a key that nearly is this one. */
    boolean isMisspelt(String name) {
        return reading.gaps().isMisspelt(path.child(name));
    }

    /** That the key is wrong, whatever the value. */
    void problemOfKey(String message, String hint) {
        reading.reportAt(key, path, message, hint);
    }

    /** The values of a mapping by key. */
    Map<String, Value> entries() {
        Map<String, Value> entries = new LinkedHashMap<>();
        tuples().forEach((key, tuple) -> entries.put(key, entry(key, tuple)));
        return entries;
    }

    /** One value of a mapping: a single value stands where it is written, another one where its key is. */
    Value entry(String key, NodeTuple tuple) {
        DocumentPath child = path.child(key);
        Node value = tuple.getValueNode();
        Node placed = value instanceof ScalarNode ? value : tuple.getKeyNode();
        reading.place(child, Position.of(placed.getStartMark()));
        return new Value(value, Position.of(tuple.getKeyNode().getStartMark()), child, reading);
    }

    /** A mapping by key; keys that are repeated or no text are reported. */
    Map<String, NodeTuple> tuples() {
        Map<String, NodeTuple> tuples = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Position keyPosition = Position.of(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                reading.gaps().partial(path);
                reading.reportAt(keyPosition, path, "has a key that is not a text", "write a text before the ':'");
                continue;
            }
            if (tuples.putIfAbsent(name.getValue(), tuple) != null) {
                reading.gaps().partial(path.child(name.getValue()));
                reading.reportAt(keyPosition, path.child(name.getValue()), "is there twice", "keep one of them");
            }
        }
        return tuples;
    }

    /** The values of a sequence. */
    List<Value> items() {
        List<Value> items = new ArrayList<>();
        for (Node item : ((SequenceNode) node).getValue()) {
            DocumentPath child = path.child(items.size());
            Position start = Position.of(item.getStartMark());
            reading.place(child, start);
            items.add(new Value(item, start, child, reading));
        }
        return items;
    }

    /** What is written here, for a message: {@code the number 5}, {@code a list}. */
    String described() {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (is(Tag.NULL)) {
            return "empty";
        }
        String shown = text().length() > LONGEST_QUOTE ? text().substring(0, LONGEST_QUOTE) + "..." : text();
        if (is(Tag.INT) || is(Tag.FLOAT)) {
            return "the number " + shown;
        }
        return is(Tag.STR) ? "the text '" + shown + "'" : "'" + shown + "'";
    }
}
