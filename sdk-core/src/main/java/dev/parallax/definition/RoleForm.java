package dev.parallax.definition;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import java.util.List;
import java.util.Map;

/** How a role is written. */
final class RoleForm {
    static final int MOST_REPLICAS = 10_000;

    private static final ByteSize SOME = new ByteSize(1);

    private static final Field<String> PATH =
            Field.required("path", Scalars.text(), "/stand-in", "Absolute path at which the role's components see it.");
    private static final Field<ByteSize> SIZE = Field.required("size", Scalars.size(), SOME, "How much it must hold.");
    private static final Field<Boolean> KEEP = Field.defaulted(
            "keep",
            Scalars.bool(),
            Storage.builder().path("").size(SOME).build().keep(),
            "Kept storage survives the deletion of the application, and its role is never moved to an empty disk.");

    private static final ObjectForm<Storage> STORAGE_FORM = ObjectForm.of(
            "Storage",
            "A directory of a role that outlives its processes.",
            List.of(PATH, SIZE, KEEP),
            fields -> Storage.builder()
                    .path(fields.get(PATH))
                    .size(fields.get(SIZE))
                    .keep(fields.get(KEEP))
                    .build());

    private static final Field<ReplicaPolicy> REPLICAS =
            Field.optional("replicas", ReplicasForm.FORM, "How many replicas there are, and where; one where absent.");
    private static final Field<List<Requirement>> REQUIRES = Field.defaulted(
            "requires",
            new ListForm<>(RequirementForm.FORM),
            List.of(),
            "What must be there before the first replica of this role starts.");
    private static final Field<Map<String, Storage>> STORAGE = Field.defaulted(
            "storage", new MapForm<>("name", STORAGE_FORM), Map.of(), "Directories that outlive processes.");
    private static final Field<Map<String, Component>> COMPONENTS = Field.required(
            "components",
            new MapForm<>("name", ComponentForm.FORM),
            Map.of(),
            "The processes of a replica; they share a host and its loopback.");

    static final ObjectForm<Role> FORM = ObjectForm.of(
            "Role",
            "A group of components that share a host and its loopback, and how many replicas of it there are.",
            List.of(REPLICAS, REQUIRES, STORAGE, COMPONENTS),
            fields -> Role.builder()
                    .replicas(fields.find(REPLICAS)
                            .orElseGet(() -> ReplicaPolicy.builder().build()))
                    .addAllRequires(fields.get(REQUIRES))
                    .putAllStorage(fields.get(STORAGE))
                    .putAllComponents(fields.get(COMPONENTS))
                    .build());

    private RoleForm() {}
}
