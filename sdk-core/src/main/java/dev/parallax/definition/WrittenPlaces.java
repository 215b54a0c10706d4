package dev.parallax.definition;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Where the values of a document stand that could be read, by their paths with and without quotes around keys. */
final class WrittenPlaces {
    private final Map<String, Position> places = new HashMap<>();
    private final Position start;

    private WrittenPlaces(Position start) {
        this.start = start;
    }

    static WrittenPlaces of(Node root) {
        WrittenPlaces written = new WrittenPlaces(Position.of(root.getStartMark()));
        written.collect("", DocumentPath.ROOT, root);
        return written;
    }

    /** Of the path itself or of the nearest part of it: what is not written follows from where it might have been. */
    Position of(String path) {
        for (String part = path; !part.isEmpty(); part = withoutLast(part)) {
            @Nullable Position place = places.get(part);
            if (place != null) {
                return place;
            }
        }
        return start;
    }

    private static String withoutLast(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private void collect(String plain, DocumentPath path, Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                Node value = tuple.getValueNode();
                Node placed = value instanceof ScalarNode ? value : tuple.getKeyNode();
                put(plain.isEmpty() ? key : plain + "." + key, path.child(key), value, placed);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                Node item = sequence.getValue().get(i);
                put(plain + "[" + i + "]", path.child(i), item, item);
            }
        }
    }

    private void put(String plain, DocumentPath path, Node value, Node placed) {
        Position position = Position.of(placed.getStartMark());
        places.putIfAbsent(plain, position);
        places.putIfAbsent(path.text(), position);
        collect(plain, path, value);
    }
}
