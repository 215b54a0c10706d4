package dev.parallax.definition;

import dev.parallax.model.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a requirement is written. */
final class RequirementForm {
    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private static final Field<String> SERVICE =
            Field.optional("service", Scalars.text(), "A service with at least `min` ready endpoints.");
    private static final Field<String> STEP =
            Field.optional("step", Scalars.text(), "A step that has succeeded for this version.");
    private static final Field<String> ROLE =
            Field.optional("role", Scalars.text(), "A role with at least `min` ready replicas.");
    private static final Field<Integer> MIN = Field.defaulted(
                    "min", Scalars.integer(1, RoleForm.MOST_REPLICAS), 1, "Ready endpoints or replicas.")
            .onlyWith("service", "role");
    private static final Field<Duration> TIMEOUT = Field.defaulted(
            "timeout",
            Scalars.duration(),
            DEFAULT_TIMEOUT,
            "How long is waited for it, from when it was begun, before the rollout fails.");

    static final ObjectForm<Requirement> FORM = new ObjectForm<>(
            "Requirement",
            "What must be there before a role starts or a step runs.",
            List.of(SERVICE, STEP, ROLE, MIN, TIMEOUT),
            List.of("service", "step", "role"),
            RequirementForm::build);

    private RequirementForm() {}

    private static Optional<Requirement> build(Fields fields) {
        Duration timeout = fields.get(TIMEOUT);
        if (fields.has(SERVICE)) {
            return fields.find(SERVICE).map(name -> new Requirement.OfService(name, fields.get(MIN), timeout));
        }
        if (fields.has(STEP)) {
            return fields.find(STEP).map(name -> new Requirement.OfStep(name, timeout));
        }
        return fields.find(ROLE).map(name -> new Requirement.OfRole(name, fields.get(MIN), timeout));
    }
}
