package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A single value. {@code parse} refuses with an {@link IllegalArgumentException}: "what is wrong; what to write". */
record ScalarForm<T>(
        String described,
        String hint,
        List<Tag> tags,
        Function<String, T> parse,
        Function<T, String> format,
        ObjectNode plainSchema)
        implements Form<T> {

    @Override
    public Optional<T> read(Value value) {
        if (!value.isScalar() || !tags.contains(value.node().getTag())) {
            String found = value.is(Tag.NULL) ? "is empty" : "is " + value.described();
            boolean quotesHelp = tags.equals(Scalars.TEXT) && isCore(value) && parses(value.text());
            value.problem(
                    hint.equals("write " + described) ? found : found + " and must be " + described,
                    quotesHelp ? "write \"" + value.text() + "\" in quotes" : hint);
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(value.text()));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            int split = message.indexOf("; ");
            value.problem(
                    split < 0 ? message : message.substring(0, split), split < 0 ? hint : message.substring(split + 2));
            return Optional.empty();
        }
    }

    private boolean parses(String text) {
        try {
            return parse.apply(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCore(Value value) {
        return value.is(Tag.INT) || value.is(Tag.FLOAT) || value.is(Tag.BOOL);
    }

    @Override
    public String example() {
        return hint.replaceFirst("^write ", "");
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        return plainSchema.deepCopy();
    }

    @Override
    public String format(T value) {
        return format.apply(value);
    }
}
