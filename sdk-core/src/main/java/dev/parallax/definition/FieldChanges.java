package dev.parallax.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.Plan.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields in which two JSON values differ, each with its path as problems have it. */
final class FieldChanges {
    private FieldChanges() {}

    static List<FieldChange> between(JsonNode before, JsonNode after) {
        List<FieldChange> changes = new ArrayList<>();
        collect(DocumentPath.ROOT, before, after, changes);
        return List.copyOf(changes);
    }

    private static void collect(DocumentPath path, JsonNode before, JsonNode after, List<FieldChange> changes) {
        if (before.equals(after)) {
            return;
        }
        boolean objects = (before.isObject() || before.isMissingNode()) && (after.isObject() || after.isMissingNode());
        if (objects && !(before.isEmpty() && after.isEmpty())) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> collect(path.child(name), before.path(name), after.path(name), changes));
        } else {
            changes.add(new FieldChange(path.text(), text(before), text(after)));
        }
    }

    private static Optional<String> text(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(node.isTextual() ? node.textValue() : node.toString());
    }
}
