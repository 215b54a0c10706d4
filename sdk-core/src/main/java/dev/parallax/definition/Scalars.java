package dev.parallax.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.ByteSize;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Cpu;
import dev.parallax.model.StatusRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The single values of a definition. */
final class Scalars {
    static final String TEXT_DESCRIBED = "a text";

    static final List<Tag> TEXT = List.of(Tag.STR);
    private static final List<Tag> QUANTITY = List.of(Tag.STR, Tag.INT, Tag.FLOAT);

    private Scalars() {}

    static Form<String> text() {
        return new ScalarForm<>(
                TEXT_DESCRIBED, "write " + TEXT_DESCRIBED, TEXT, Function.identity(), text -> text, type("string"));
    }

    static Form<String> constant(String value) {
        return choice("'" + value + "'", Map.of(value, value));
    }

    static Form<Boolean> bool() {
        return new ScalarForm<>(
                "true or false",
                "write true or false",
                List.of(Tag.BOOL),
                text -> text.equalsIgnoreCase("true"),
                String::valueOf,
                type("boolean"));
    }

    /** A whole number, both bounds included. */
    static Form<Integer> integer(int min, int max) {
        String range = "a whole number from " + min + " to " + max;
        return new ScalarForm<>(
                range,
                "write " + range,
                List.of(Tag.INT),
                text -> parseInteger(text, min, max),
                String::valueOf,
                type("integer").put("minimum", min).put("maximum", max));
    }

    static Form<Duration> duration() {
        return new ScalarForm<>(
                "a duration",
                "write 500ms, 1s, 2m or 1h",
                TEXT,
                DurationText::parse,
                DurationText::format,
                type("string").put("pattern", "^([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"));
    }

    static Form<ByteSize> size() {
        ObjectNode schema = SchemaDefinitions.object().put("pattern", "^[0-9]+(Ki|Mi|Gi|Ti|k|M|G|T)?$");
        schema.putArray("type").add("string").add("integer");
        return new ScalarForm<>(
                "a size", "write 64Mi, 1Gi, 500M or bytes", QUANTITY, ByteSize::parse, ByteSize::toString, schema);
    }

    static Form<Cpu> cpu() {
        ObjectNode schema = SchemaDefinitions.object().put("pattern", "^[0-9]+(m|\\.[0-9]{1,3})?$");
        schema.putArray("type").add("string").add("number");
        return new ScalarForm<>(
                "an amount of cpu", "write 500m, 0.5 or 2", QUANTITY, Cpu::parse, Cpu::toString, schema);
    }

    /** A status of HTTP or a range of them. */
    static Form<StatusRange> statuses() {
        ObjectNode schema = SchemaDefinitions.object()
                .put("pattern", "^[2-5][0-9]{2}(-[2-5][0-9]{2})?$")
                .put("minimum", 200)
                .put("maximum", 599);
        schema.putArray("type").add("string").add("integer");
        return new ScalarForm<>(
                "a status or a range of them",
                "write 204 or 200-299",
                List.of(Tag.STR, Tag.INT),
                StatusRange::parse,
                StatusRange::toString,
                schema);
    }

    static Form<ComponentRef> component() {
        return new ScalarForm<>(
                "a component",
                "write role/component",
                TEXT,
                ComponentRef::parse,
                ComponentRef::toString,
                type("string").put("pattern", "^[^/]+/[^/]+$"));
    }

    /** Octal permissions. */
    static Form<String> mode() {
        return new ScalarForm<>(
                "a file mode in quotes",
                "write \"0640\"",
                TEXT,
                Function.identity(),
                text -> text,
                type("string").put("pattern", "^0?[0-7]{3}$"));
    }

    /** One of an enum's constants, by the names Jackson gives them. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            values.put(written(type, constant), constant);
        }
        return choice(String.join(" or ", values.keySet()), values);
    }

    private static <T> Form<T> choice(String described, Map<String, T> values) {
        ObjectNode schema = type("string");
        values.keySet().forEach(schema.withArray("enum")::add);
        return new ScalarForm<>(
                described,
                "write " + described,
                TEXT,
                text -> {
                    T value = values.get(text);
                    if (value == null) {
                        String found = "is '" + Names.shortened(text) + "'";
                        String all = "write " + described;
                        String hint = values.size() > 1 ? Suggestions.orElse(text, values.keySet(), all) : all;
                        throw new IllegalArgumentException(
                                (hint.equals(all) ? found : found + " and must be " + described) + "; " + hint);
                    }
                    return value;
                },
                value -> values.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(value))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(),
                schema);
    }

    private static String written(Class<?> type, Enum<?> constant) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getName().equals(constant.name()))
                .map(field -> field.getAnnotation(JsonProperty.class))
                .findFirst()
                .map(JsonProperty::value)
                .orElse(constant.name());
    }

    private static Integer parseInteger(String text, int min, int max) {
        try {
            int value = Integer.decode(text.replace("0o", "0"));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Out of range: the message below says so.
        }
        throw new IllegalArgumentException("is " + text + "; write a whole number from " + min + " to " + max);
    }

    private static ObjectNode type(String type) {
        return SchemaDefinitions.object().put("type", type);
    }
}
