package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The name of a file, relative to the document that names it; merged, to the definition. */
record FileNameForm(Form<String> text) implements Form<String> {
    FileNameForm() {
        this(Scalars.text());
    }

    @Override
    public Optional<String> read(Value value) {
        return text.read(value);
    }

    @Override
    public Node merge(@Nullable Value below, Value above) {
        if (!(above.node() instanceof ScalarNode name) || !above.is(Tag.STR)) {
            return above.node();
        }
        return new ScalarNode(
                name.getTag(),
                true,
                above.reading().atHome(name.getValue()),
                name.getScalarStyle(),
                name.getStartMark(),
                name.getEndMark());
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        return text.schema(definitions);
    }

    @Override
    public String example() {
        return text.example();
    }

    @Override
    public String described() {
        return text.described();
    }
}
