package dev.parallax.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.model.Application;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would change from one definition to another, part by part: a plan for a backend whose objects are the definition's own parts. */
public final class DefinitionChanges {
    private DefinitionChanges() {}

    /**
     * From {@code before}, empty when there is nothing yet. Changes come in the order in which they would be made: the application,
     * secrets, then the waves; what is removed comes last. Secret values are not part of a definition.
     */
    public static Plan between(Optional<Application> before, Application after) {
        List<Change> changes = new ArrayList<>();
        Map<String, JsonNode> old = before.map(DefinitionChanges::parts).orElse(Map.of());
        Map<String, JsonNode> wanted = parts(after);
        wanted.forEach((part, node) -> changes.add(change(part, old.get(part), node)));
        old.forEach((part, node) -> {
            if (!wanted.containsKey(part)) {
                changes.add(change(part, node, null));
            }
        });
        return new Plan(after.name(), changes);
    }

    private static Change change(String part, @Nullable JsonNode before, @Nullable JsonNode after) {
        int space = part.indexOf(' ');
        String kind = part.substring(0, space);
        String name = part.substring(space + 1);
        if (before == null) {
            return new Change(Action.CREATE, kind, name, List.of());
        }
        if (after == null) {
            return new Change(Action.REMOVE, kind, name, List.of());
        }
        List<Plan.FieldChange> fields = FieldChanges.between(before, after);
        return new Change(fields.isEmpty() ? Action.UNCHANGED : Action.CHANGE, kind, name, fields);
    }

    private static Map<String, JsonNode> parts(Application application) {
        JsonNode json = ModelJson.mapper().valueToTree(application);
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        JsonNode rest = ModelJson.mapper()
                .createObjectNode()
                .<ObjectNode>set("version", json.get("version"))
                .set("acceptance", json.get("acceptance"));
        parts.put("application " + application.name(), rest);
        json.get("secrets").properties().forEach(secret -> parts.put("secret " + secret.getKey(), secret.getValue()));
        for (List<Part> wave : Waves.of(application)) {
            for (Part part : wave) {
                String kind = part.kind().name().toLowerCase(Locale.ROOT);
                JsonNode node = json.path(kind + "s").path(part.name());
                parts.put(part.toString(), node.isMissingNode() ? NullNode.instance : node);
            }
        }
        return parts;
    }
}
