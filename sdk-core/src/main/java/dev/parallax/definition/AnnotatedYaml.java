package dev.parallax.definition;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Writes a document with a value on each line, and behind it where it comes from. */
final class AnnotatedYaml {
    private static final DumpSettings BLOCK = DumpSettings.builder()
            .setSchema(new CoreSchemaWithoutMerge())
            .setDereferenceAliases(true)
            .setSplitLines(false)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();
    private static final LoadSettings ANY_LENGTH = LoadSettings.builder()
            .setSchema(new CoreSchemaWithoutMerge())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();

    private AnnotatedYaml() {}

    /** The library cannot write comments behind every kind of node, so they are put where it put the values. */
    static String of(Node root) {
        String plain = new Present(BLOCK)
                .emitToString(new Serialize(BLOCK).serializeOne(inBlocks(root)).iterator());
        List<String> lines = new ArrayList<>(List.of(plain.split("\n", -1)));
        Node emitted = new Compose(ANY_LENGTH).composeString(plain).orElseThrow();
        List<Leaf> places = Leaf.of(emitted);
        List<Leaf> sources = Leaf.of(root);
        for (int i = 0; i < sources.size(); i++) {
            int line = places.get(i).position().line() - 1;
            lines.set(line, lines.get(line) + " # " + comment(sources.get(i).position()));
        }
        return String.join("\n", lines);
    }

    private static String comment(Position position) {
        return position.toString().replaceAll("[^ -~\\u00A0-\\uD7FF]", "?");
    }

    private static Node inBlocks(Node node) {
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> tuples = mapping.getValue().stream()
                    .map(tuple -> new NodeTuple(inBlocks(tuple.getKeyNode()), inBlocks(tuple.getValueNode())))
                    .toList();
            return new MappingNode(mapping.getTag(), tuples, style(tuples));
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items =
                    sequence.getValue().stream().map(AnnotatedYaml::inBlocks).toList();
            return new SequenceNode(sequence.getTag(), items, style(items));
        }
        ScalarNode scalar = (ScalarNode) node;
        return new ScalarNode(scalar.getTag(), scalar.getValue(), style(scalar));
    }

    /** On one line, or as a block of lines; the library would take the character NEL in it for the end of a line. */
    private static ScalarStyle style(ScalarNode scalar) {
        String text = scalar.getValue();
        if (text.indexOf('\u0085') >= 0) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        if (text.indexOf('\n') >= 0) {
            return ScalarStyle.LITERAL;
        }
        ScalarStyle written = scalar.getScalarStyle();
        return written == ScalarStyle.LITERAL || written == ScalarStyle.FOLDED ? ScalarStyle.DOUBLE_QUOTED : written;
    }

    private static FlowStyle style(List<?> inside) {
        return inside.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }
}
