package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects of a JSON Schema, each written once under {@code $defs}. */
final class SchemaDefinitions {
    private final SortedMap<String, ObjectNode> definitions = new TreeMap<>();

    /** A reference to an object, which is written out when it is met first. */
    ObjectNode reference(ObjectForm<?> form) {
        if (!definitions.containsKey(form.name())) {
            definitions.put(form.name(), object());
            definitions.put(form.name(), form.definition(this));
        }
        return object().put("$ref", "#/$defs/" + form.name());
    }

    ObjectNode all() {
        ObjectNode all = object();
        definitions.forEach(all::set);
        return all;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
