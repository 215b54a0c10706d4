package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** What must be there before a role starts or a step runs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Requirement.OfService.class, name = "service"),
    @JsonSubTypes.Type(value = Requirement.OfStep.class, name = "step"),
    @JsonSubTypes.Type(value = Requirement.OfRole.class, name = "role")
})
public sealed interface Requirement {
    /** How long is waited for it before the rollout fails, from when it was begun: it may wait for something itself. */
    Duration timeout();

    /** At least {@code min} ready endpoints behind a service. */
    record OfService(String service, int min, Duration timeout) implements Requirement {}

    /** A step that has succeeded for this version. */
    record OfStep(String step, Duration timeout) implements Requirement {}

    /** At least {@code min} ready replicas of a role. */
    record OfRole(String role, int min, Duration timeout) implements Requirement {}
}
