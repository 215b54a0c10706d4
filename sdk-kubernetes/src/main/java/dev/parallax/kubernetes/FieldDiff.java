package dev.parallax.kubernetes;

import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.template.Bindings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two states of one object field by field. What the cluster keeps for itself does not count. Elements of a list are told
 * apart by their name where they have one. Values of Secrets are masked.
 */
final class FieldDiff {
    private static final Set<String> OF_THE_CLUSTER = Set.of(
            "status",
            "metadata.managedFields",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.creationTimestamp",
            "metadata.uid",
            "metadata.annotations.deployment.kubernetes.io/revision",
            "metadata.annotations.kubectl.kubernetes.io/last-applied-configuration");

    private final List<FieldChange> changes = new ArrayList<>();
    private final boolean secret;

    private FieldDiff(boolean secret) {
        this.secret = secret;
    }

    static List<FieldChange> between(HasMetadata before, HasMetadata after) {
        return between(before, after, FieldOwners.NONE);
    }

    /** {@code owners}: of whichever of the two is live. */
    static List<FieldChange> between(HasMetadata before, HasMetadata after, FieldOwners owners) {
        FieldDiff diff = new FieldDiff(before instanceof Secret);
        diff.compare("", tree(before), tree(after), owners);
        return diff.changes;
    }

    private static Object tree(HasMetadata object) {
        return Serialization.unmarshal(Serialization.asJson(object), Map.class);
    }

    private void compare(String path, @Nullable Object before, @Nullable Object after, FieldOwners owners) {
        if (OF_THE_CLUSTER.contains(path) || Objects.equals(before, after)) {
            return;
        }
        if (isTree(before, after)) {
            Map<String, Object> left = children(before);
            Map<String, Object> right = children(after);
            Set<String> names = new TreeSet<>(left.keySet());
            names.addAll(right.keySet());
            names.forEach(name -> compare(
                    path.isEmpty() ? name : path + (name.startsWith("[") ? name : "." + name),
                    left.get(name),
                    right.get(name),
                    below(owners, name, before, after)));
        } else {
            changes.add(new FieldChange(path, text(path, before), text(path, after), owners.names()));
        }
    }

    private static FieldOwners below(FieldOwners owners, String name, @Nullable Object before, @Nullable Object after) {
        if (!name.startsWith("[")) {
            return owners.field(name);
        }
        List<?> elements = before instanceof List<?> list ? list : after instanceof List<?> other ? other : List.of();
        for (int i = 0; i < elements.size(); i++) {
            if (name.equals(name(i, elements.get(i)))) {
                return owners.element(i, elements.get(i));
            }
        }
        return FieldOwners.NONE;
    }

    private static String name(int index, @Nullable Object element) {
        Object name = element instanceof Map<?, ?> map ? map.get("name") : null;
        return "[" + (name == null ? Integer.toString(index) : name) + "]";
    }

    private static boolean isTree(@Nullable Object before, @Nullable Object after) {
        return (before instanceof Map || before instanceof List) && (after instanceof Map || after instanceof List);
    }

    private static Map<String, Object> children(@Nullable Object value) {
        Map<String, Object> children = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, child) -> children.put(String.valueOf(name), child));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                children.put(name(i, list.get(i)), list.get(i));
            }
        }
        return children;
    }

    private Optional<String> text(String path, @Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        boolean masked = secret && (path.startsWith("data") || path.startsWith("stringData"));
        return Optional.of(masked ? Bindings.MASK : String.valueOf(value));
    }
}
