package dev.parallax.definition;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reports tags that are not of the core schema, each node once however often it is referred to. */
final class Tags {
    private static final Set<Tag> CORE = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    private final Reading reading;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Tags(Reading reading) {
        this.reading = reading;
    }

    void check(Node node) {
        if (!seen.add(node)) {
            return;
        }
        if (!CORE.contains(node.getTag())) {
            reading.reportAt(
                    Position.of(node.getStartMark()),
                    DocumentPath.ROOT,
                    "has the tag " + node.getTag().getValue(),
                    "remove it: tags beyond YAML's core are not read");
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                check(tuple.getKeyNode());
                check(tuple.getValueNode());
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::check);
        }
    }
}
