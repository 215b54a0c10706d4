package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who else has set the fields of a live object, by the names that the cluster keeps in {@code metadata.managedFields}: a place in the tree of its
 * fields, from which one goes down field by field.
 */
final class FieldOwners {
    /** Nobody: of what is not there, or was not asked for. */
    static final FieldOwners NONE = new FieldOwners(List.of());

    private static final String HERE = ".";

    private final List<Claim> claims;

    /** What a manager has of this place: the fields below it, or all of it where there are none. */
    private record Claim(String manager, Map<?, ?> fields) {}

    private FieldOwners(List<Claim> claims) {
        this.claims = claims;
    }

    static FieldOwners of(HasMetadata live) {
        List<Claim> claims = new ArrayList<>();
        for (ManagedFieldsEntry entry :
                Objects.requireNonNullElse(live.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())) {
            if (!Names.MANAGER.equals(entry.getManager()) && entry.getFieldsV1() != null) {
                claims.add(new Claim(
                        Objects.requireNonNullElse(entry.getManager(), "unknown"),
                        entry.getFieldsV1().getAdditionalProperties()));
            }
        }
        return new FieldOwners(claims);
    }

    /** Of a field of an object. */
    FieldOwners field(String name) {
        return below("f:" + name);
    }

    /** Of an element of a list: by the fields that tell it apart, or by itself. */
    FieldOwners element(int index, @Nullable Object element) {
        List<Claim> found = new ArrayList<>();
        for (Claim claim : claims) {
            if (claim.fields().isEmpty()) {
                found.add(claim);
            } else {
                claim.fields().forEach((key, fields) -> {
                    if (isOf(String.valueOf(key), index, element)) {
                        found.add(new Claim(claim.manager(), fields instanceof Map<?, ?> map ? map : Map.of()));
                    }
                });
            }
        }
        return new FieldOwners(found);
    }

    private static boolean isOf(String key, int index, @Nullable Object element) {
        if (key.startsWith("k:") && element instanceof Map<?, ?> fields) {
            Map<?, ?> wanted = Serialization.unmarshal(key.substring(2), Map.class);
            return wanted.entrySet().stream()
                    .allMatch(field -> Objects.equals(field.getValue(), fields.get(field.getKey())));
        }
        return key.equals("i:" + index)
                || (key.startsWith("v:")
                        && Objects.equals(Serialization.unmarshal(key.substring(2), Object.class), element));
    }

    private FieldOwners below(String key) {
        List<Claim> found = new ArrayList<>();
        for (Claim claim : claims) {
            if (claim.fields().isEmpty()) {
                found.add(claim);
            } else if (claim.fields().get(key) instanceof Map<?, ?> fields) {
                found.add(new Claim(claim.manager(), fields));
            }
        }
        return new FieldOwners(found);
    }

    /** Their names, of this place and what is below it. */
    List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        claims.stream()
                .filter(claim -> !claim.fields().keySet().equals(Set.of(HERE)))
                .forEach(claim -> names.add(claim.manager()));
        return List.copyOf(names);
    }
}
