package dev.parallax.definition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The objects of a JSON Schema, each written once under {@code $defs}: whole ones, or partial ones as an overlay has them, in which no
 * key is required and every one may be {@code null}.
 */
final class SchemaDefinitions {
    private final SortedMap<String, ObjectNode> definitions;
    private final boolean partial;

    SchemaDefinitions() {
        this(new TreeMap<>(), false);
    }

    private SchemaDefinitions(SortedMap<String, ObjectNode> definitions, boolean partial) {
        this.definitions = definitions;
        this.partial = partial;
    }

    /** The same collection for whole objects. */
    SchemaDefinitions whole() {
        return new SchemaDefinitions(definitions, false);
    }

    /** The same collection for partial objects. */
    SchemaDefinitions partial() {
        return new SchemaDefinitions(definitions, true);
    }

    boolean arePartial() {
        return partial;
    }

    /** A reference to an object, which is written out when it is met first. */
    ObjectNode reference(ObjectForm<?> form) {
        String name = partial ? form.name() + "Overlay" : form.name();
        if (!definitions.containsKey(name)) {
            definitions.put(name, object());
            definitions.put(name, form.definition(this));
        }
        return object().put("$ref", "#/$defs/" + name);
    }

    /** The value of a key. */
    ObjectNode entry(Form<?> form) {
        ObjectNode schema = form.schema(this);
        if (!partial) {
            return schema;
        }
        ObjectNode orNull = object();
        orNull.putArray("anyOf").add(schema).addObject().put("type", "null");
        return orNull;
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
