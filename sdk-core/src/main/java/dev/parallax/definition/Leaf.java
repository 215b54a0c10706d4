package dev.parallax.definition;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A node of a document with nothing inside: a single value, or an empty mapping or list. */
record Leaf(DocumentPath path, Node node) {
    /** Those of a document that could be read, in its order. */
    static List<Leaf> of(Node root) {
        List<Leaf> leaves = new ArrayList<>();
        collect(DocumentPath.ROOT, root, leaves);
        return leaves;
    }

    private static void collect(DocumentPath path, Node node, List<Leaf> leaves) {
        if (!(node instanceof CollectionNode<?> collection)
                || collection.getValue().isEmpty()) {
            leaves.add(new Leaf(path, node));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                collect(path.child(key), tuple.getValueNode(), leaves);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                collect(path.child(i), sequence.getValue().get(i), leaves);
            }
        }
    }

    Position position() {
        return Position.of(node.getStartMark());
    }

    WrittenValue written() {
        Position position = position();
        return new WrittenValue(path.text(), text(), position.file(), position.line(), position.column());
    }

    private String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        return node instanceof MappingNode ? "{}" : "[]";
    }
}
