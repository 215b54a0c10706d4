package dev.parallax.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping with known keys. {@code exactlyOne}: keys of which exactly one must be written; may be empty. {@code build} gets what was
 * written, or stand-ins for it after problems were reported.
 */
record ObjectForm<T>(
        String name,
        String summary,
        List<Field<?>> fields,
        List<String> exactlyOne,
        Function<Fields, Optional<T>> build)
        implements Form<T> {

    static <T> ObjectForm<T> of(String name, String summary, List<Field<?>> fields, Function<Fields, T> build) {
        return new ObjectForm<>(name, summary, fields, List.of(), build.andThen(Optional::of));
    }

    @Override
    public Optional<T> read(Value value) {
        if (!value.isMapping()) {
            value.problem(
                    (value.described().equals("empty") ? "is empty" : "is " + value.described())
                            + " and must be a mapping with " + String.join(", ", names()),
                    "write " + example());
            return Optional.empty();
        }
        Map<String, Value> entries = value.entries();
        entries.forEach((key, entry) -> {
            if (!names().contains(key)) {
                reportUnknown(key, entry, value, entries);
            }
        });
        IdentityHashMap<Field<?>, Object> values = new IdentityHashMap<>();
        for (Field<?> field : fields) {
            Value written = entries.get(field.name());
            if (written != null) {
                read(field, written, entries, values);
            } else if (field.isRequired()) {
                value.missing(field.name(), "write " + field.form().example());
            }
        }
        if (!exactlyOne.isEmpty() && !hasExactlyOne(value, entries)) {
            return Optional.empty();
        }
        return build.apply(new Fields(value, values, entries.keySet()));
    }

    /** Where exactly one of several keys is written and the overlay names another, it describes the whole anew. */
    @Override
    public Node merge(@Nullable Value below, Value above) {
        if (!above.isMapping()) {
            return above.node();
        }
        boolean kept = below != null && below.isMapping() && !namesAnother(below, above);
        return MappingMerge.merge(kept ? below : null, above, this::form);
    }

    private boolean namesAnother(Value below, Value above) {
        Map<String, NodeTuple> stood = below.tuples();
        Map<String, NodeTuple> named = above.tuples();
        return exactlyOne.stream().anyMatch(key -> stood.containsKey(key) && !named.containsKey(key))
                && exactlyOne.stream()
                        .map(named::get)
                        .anyMatch(tuple ->
                                tuple != null && !tuple.getValueNode().getTag().equals(Tag.NULL));
    }

    private @Nullable Form<?> form(String key) {
        return fields.stream()
                .filter(field -> field.name().equals(key))
                .findFirst()
                .<Form<?>>map(Field::form)
                .orElse(null);
    }

    /** What is written under a key that nearly is a known one was meant for that. */
    private void reportUnknown(String key, Value entry, Value value, Map<String, Value> entries) {
        Gaps gaps = value.reading().gaps();
        Suggestions.closest(key, names()).ifPresent(near -> {
            DocumentPath meant = value.path().child(near);
            if (entries.containsKey(near)) {
                gaps.partial(meant);
            } else {
                gaps.misspelt(meant);
            }
        });
        String hint = key.equals("<<")
                ? "merge keys are not part of YAML 1.2: repeat the keys"
                : Suggestions.orElse(key, names(), "known are " + String.join(", ", names()));
        entry.problemOfKey("is not known", hint);
    }

    private static <V> void read(
            Field<V> field, Value written, Map<String, Value> entries, IdentityHashMap<Field<?>, Object> values) {
        List<String> partners = field.onlyWith();
        if (!partners.isEmpty() && partners.stream().noneMatch(entries::containsKey)) {
            reportAlone(field, written);
        }
        field.form().read(written).ifPresent(read -> values.put(field, read));
    }

    /** At the value itself, or in the overlay that left it alone. */
    private static void reportAlone(Field<?> field, Value written) {
        Reading reading = written.reading();
        String message = "goes only with " + String.join(" or ", field.onlyWith());
        field.onlyWith().stream()
                .flatMap(partner -> reading.removal(written.path().sibling(partner)).stream())
                .filter(removal -> !removal.file().equals(written.key().file()))
                .reduce((first, last) -> last)
                .ifPresentOrElse(
                        removal -> reading.reportAt(
                                removal, written.path(), message + ", which is removed here", "remove it here, too"),
                        () -> written.problemOfKey(message, "remove it"));
    }

    private boolean hasExactlyOne(Value value, Map<String, Value> entries) {
        List<String> written = exactlyOne.stream().filter(entries::containsKey).toList();
        if (written.size() == 1) {
            return true;
        }
        String choice = String.join(", ", exactlyOne);
        if (!written.isEmpty()) {
            value.problem("has " + String.join(" and ", written), "write only one of " + choice);
        } else if (exactlyOne.stream().noneMatch(value::isMisspelt)) {
            reportNone(value, choice);
        }
        return false;
    }

    private void reportNone(Value value, String choice) {
        value.reading().removedKeys(value.path()).stream()
                .filter(key -> exactlyOne.contains(key.key()))
                .reduce((first, last) -> last)
                .ifPresentOrElse(
                        removed -> {
                            value.reading().gaps().unreadable(value.path());
                            value.reading()
                                    .report(
                                            removed,
                                            "is removed, and nothing is left of " + choice,
                                            "write another one of them");
                        },
                        () -> value.problem("says nothing of " + choice, "write one of them"));
    }

    private List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** With the keys that must be there, or one of those that may; one for each key of which exactly one must be written. */
    @Override
    public String example() {
        return exactlyOne.isEmpty()
                ? example(Field::isRequired)
                : exactlyOne.stream()
                        .map(one -> example(
                                field -> field.isRequired() || field.name().equals(one)))
                        .collect(Collectors.joining(" or "));
    }

    private String example(Predicate<Field<?>> written) {
        List<String> keys = fields.stream().filter(written).map(Field::name).toList();
        return (keys.isEmpty() ? names().subList(0, 1) : keys)
                .stream().collect(Collectors.joining(": ..., ", "{", ": ...}"));
    }

    @Override
    public ObjectNode schema(SchemaDefinitions definitions) {
        return definitions.reference(this);
    }

    ObjectNode definition(SchemaDefinitions definitions) {
        ObjectNode schema = SchemaDefinitions.object();
        schema.put("type", "object").put("description", summary).put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (Field<?> field : fields) {
            ObjectNode property = definitions.entry(field.form());
            properties.set(field.name(), property);
            property.put("description", field.description());
            if (!definitions.arePartial()) {
                field.defaultText().ifPresent(text -> property.set("default", json(field, text)));
            }
        }
        return definitions.arePartial() ? schema : required(schema);
    }

    private ObjectNode required(ObjectNode schema) {
        List<String> required =
                fields.stream().filter(Field::isRequired).map(Field::name).toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        if (!exactlyOne.isEmpty()) {
            requireOneOf(schema.putArray("oneOf"), exactlyOne);
        }
        fields.stream()
                .filter(field -> !field.onlyWith().isEmpty())
                .forEach(field -> requireOneOf(
                        schema.withObject("/dependentSchemas")
                                .putObject(field.name())
                                .putArray("anyOf"),
                        field.onlyWith()));
        return schema;
    }

    private static JsonNode json(Field<?> field, String text) {
        if (field.fallback() instanceof Integer number) {
            return IntNode.valueOf(number);
        }
        return field.fallback() instanceof Boolean flag ? BooleanNode.valueOf(flag) : TextNode.valueOf(text);
    }

    private static void requireOneOf(ArrayNode alternatives, List<String> names) {
        names.forEach(each -> alternatives.addObject().putArray("required").add(each));
    }

    @Override
    public String described() {
        return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public List<ObjectForm<?>> objects() {
        return List.of(this);
    }
}
