package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Application;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.plan.FailurePolicy;
import dev.parallax.plan.Part;
import dev.parallax.puppetconsul.catalog.Deployment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.ReplicaHealth;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One application while its next state is decided: starts as Consul holds it and is changed from step to step. */
final class AppWork {
    private final AppRecord record;
    private final Application wanted;
    private final ReplicaHealth health;
    private final FleetProfile profile;
    private final Map<String, StepRecord> steps;
    private final List<String> refusals = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final Map<String, Instant> hostless = new HashMap<>();
    private final Map<String, Integer> surge = new HashMap<>();
    /** By role, the revision at which a new replica starts. */
    private final Map<String, Optional<Long>> starting = new HashMap<>();
    /** All by name, in order. */
    private final Map<String, PlacedReplica> replicas = new LinkedHashMap<>();
    /** The same, each role's in the same order: whoever asks for one role's does not go through them all. */
    private final Map<String, Map<String, PlacedReplica>> byRole = new HashMap<>();

    private final Map<String, Map<String, PlacedReplica>> byHost = new HashMap<>();

    private Optional<String> failure = Optional.empty();
    private OnFailure onFailure = OnFailure.HALT;
    private boolean finished;

    AppWork(AppRecord record, ReplicaHealth health, FleetProfile profile) {
        this.profile = profile;
        this.record = record;
        this.wanted = record.wanted();
        this.health = health;
        this.steps = record.stepsOfWanted();
        hold(record.placement().value());
    }

    AppRecord record() {
        return record;
    }

    String name() {
        return record.name();
    }

    Application wanted() {
        return wanted;
    }

    long revision() {
        return record.desired().value().revision();
    }

    boolean isDeleting() {
        return record.desired().value().isDeleting();
    }

    /** Whether what would change replicas waits until somebody lets it go on. */
    boolean isPaused() {
        return record.desired().value().paused() && !isDeleting();
    }

    /**
     * The roles that replicas are kept of: those that are wanted. Of a paused application they are as their replicas run, so that nothing
     * about these changes; one that has none yet is as it is wanted.
     */
    Map<String, Role> roles() {
        if (!isPaused()) {
            return wanted.roles();
        }
        Map<String, Role> roles = new LinkedHashMap<>(wanted.roles());
        Stream.concat(wanted.roles().keySet().stream(), byRole.keySet().stream())
                .distinct()
                .forEach(role -> running(role)
                        .flatMap(revision -> role(revision, role))
                        .ifPresent(found -> roles.put(role, found)));
        return roles;
    }

    /** The newest revision that replicas of a role run at; without any, the last at which all was ready, if it has the role. */
    Optional<Long> running(String role) {
        return replicasOf(role).stream()
                .map(PlacedReplica::revision)
                .filter(revision -> has(revision, role))
                .max(Comparator.naturalOrder())
                .or(() -> record.status()
                        .value()
                        .flatMap(ControllerStatus::goodRevision)
                        .filter(revision -> has(revision, role)));
    }

    private boolean has(long revision, String role) {
        return role(revision, role).isPresent();
    }

    private Optional<Role> role(long revision, String role) {
        return Optional.ofNullable(record.revisions().get(revision))
                .map(application -> application.roles().get(role));
    }

    /** As the revision of a replica has it. */
    Optional<Role> roleOf(PlacedReplica replica) {
        return role(replica.revision(), replica.role());
    }

    FleetProfile profile() {
        return profile;
    }

    List<PlacedReplica> replicas() {
        return List.copyOf(replicas.values());
    }

    List<PlacedReplica> replicasOf(String role) {
        return List.copyOf(byRole.getOrDefault(role, Map.of()).values());
    }

    Collection<PlacedReplica> replicasOn(String host) {
        return Collections.unmodifiableCollection(
                byHost.getOrDefault(host, Map.of()).values());
    }

    void replaceReplicas(List<PlacedReplica> next) {
        hold(next.stream()
                .sorted(Comparator.comparing(PlacedReplica::role).thenComparing(PlacedReplica::ordinal))
                .toList());
    }

    private void hold(List<PlacedReplica> next) {
        replicas.clear();
        byRole.clear();
        byHost.clear();
        next.forEach(this::put);
    }

    private void put(PlacedReplica replica) {
        replicas.put(replica.replica(), replica);
        ofRole(replica).put(replica.replica(), replica);
        on(replica.host()).put(replica.replica(), replica);
    }

    private Map<String, PlacedReplica> ofRole(PlacedReplica replica) {
        return byRole.computeIfAbsent(replica.role(), role -> new LinkedHashMap<>());
    }

    private Map<String, PlacedReplica> on(String host) {
        return byHost.computeIfAbsent(host, each -> new LinkedHashMap<>());
    }

    /** The same replica, further on and where it was. */
    void replace(PlacedReplica before, PlacedReplica after) {
        if (!before.equals(replicas.get(after.replica())) || !before.host().equals(after.host())) {
            throw new IllegalArgumentException(after + " does not come after " + before);
        }
        put(after);
    }

    void remove(PlacedReplica replica) {
        replicas.remove(replica.replica());
        ofRole(replica).remove(replica.replica());
        on(replica.host()).remove(replica.replica());
    }

    /**
     * The revision at which a new replica of a role starts: the wanted one, or that of its siblings while that is paused or what the role requires is not
     * there. Empty where there are no siblings. As it was when it was {@linkplain #startsAnew noted} last.
     */
    Optional<Long> startsAt(String role) {
        return starting.computeIfAbsent(role, name -> {
            Role found = wanted.roles().get(name);
            return startOf(name, !isPaused() && (found == null || isMet(found.requires())));
        });
    }

    /** The same, as it is from now on. */
    Optional<Long> startsAnew(String role, boolean met) {
        Optional<Long> start = startOf(role, met);
        starting.put(role, start);
        return start;
    }

    private Optional<Long> startOf(String role, boolean met) {
        return met ? Optional.of(revision()) : running(role);
    }

    /** The services that are wanted, and those that replicas of older revisions still use. */
    Set<String> services() {
        Set<String> services = new TreeSet<>(wanted.services().keySet());
        replicas.values().stream()
                .map(replica -> record.revisions().get(replica.revision()))
                .filter(Objects::nonNull)
                .forEach(application -> services.addAll(application.services().keySet()));
        return services;
    }

    Map<String, StepRecord> steps() {
        return steps;
    }

    /**
     * Notes that no host takes a step, or any replica of a role, and since when: as the status of this revision has it, counted anew when it is asked for
     * again. That may be later than now, by the clock of who asked.
     */
    Instant hostless(Part part, Instant now) {
        Instant asked = record.desired().value().applied();
        Instant noted = record.status()
                .value()
                .filter(status -> status.revision() == revision())
                .map(status -> status.hostless().get(part.toString()))
                .orElse(now);
        Instant since = noted.isAfter(asked) ? noted : asked;
        hostless.put(part.toString(), since);
        return since;
    }

    /** Steps and roles that no host takes, and since when. */
    Map<String, Instant> hostless() {
        return hostless;
    }

    List<String> refusals() {
        return refusals;
    }

    List<String> waiting() {
        return waiting;
    }

    Optional<String> failure() {
        return failure;
    }

    /** Whether the policy of what failed takes the application back. */
    boolean isToGoBack() {
        return onFailure == OnFailure.ROLLBACK;
    }

    /** The first failure is the one that is told, and whose policy holds. */
    void fail(Part part, String reason) {
        if (failure.isEmpty()) {
            failure = Optional.of(reason);
            onFailure = FailurePolicy.of(wanted, part);
        }
    }

    /** Whether a deleted application has nothing left but its record. */
    boolean isFinished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    boolean isReady(PlacedReplica replica) {
        return health.isReady(record, replica);
    }

    ReplicaHealth health() {
        return health;
    }

    long readyOf(String role) {
        return replicasOf(role).stream().filter(this::isReady).count();
    }

    /** Those that are ready as they are wanted now: who waits for a role waits for its new version, as when it is first deployed. */
    private long readyAtWanted(String role) {
        return replicasOf(role).stream()
                .filter(replica -> replica.revision() == revision() && isReady(replica))
                .count();
    }

    /** Lets a role have this many replicas beyond its count for now. */
    void surge(String role, int extra) {
        surge.put(role, extra);
    }

    /** The names of the replicas that a role is to have now. */
    List<String> names(String role) {
        Role found = roles().get(role);
        return found == null
                ? List.of()
                : PlacedReplica.wanted(role, found, surge.getOrDefault(role, 0), replicasOf(role));
    }

    boolean isMet(List<Requirement> requirements) {
        return requirements.stream()
                .allMatch(requirement -> missing(requirement).isEmpty());
    }

    /** Whether all that a role or step requires is there. What is missing is noted; too long missing is a failure. */
    boolean meets(Part who, List<Requirement> requirements, Agenda agenda) {
        boolean met = true;
        for (Requirement requirement : requirements) {
            Optional<String> missing = missing(requirement);
            if (missing.isPresent()) {
                met = false;
                waiting.add(who + " waits for " + missing.get());
                Duration limit = requirement.timeout();
                boolean overdue = profile.isImpatient()
                        && !wasReady()
                        && begun(requirement)
                                .filter(since -> agenda.hasPassed(since, limit))
                                .isPresent();
                if (overdue) {
                    fail(
                            who,
                            who + " has waited for " + missing.get() + " for longer than " + limit.toSeconds() + " s");
                }
            }
        }
        return met;
    }

    /** Whether all of the wanted revision was ready once: then its rollout is over, and what is missing now is being replaced. */
    boolean wasReady() {
        return record.status()
                .value()
                .flatMap(ControllerStatus::goodRevision)
                .filter(good -> good == revision())
                .isPresent();
    }

    /**
     * When what is required was begun, from which on it is waited for: the first replica of a role at the wanted revision, the present attempt
     * at a step. Empty before that, while it waits for something itself. A role that no host takes counts from when it was asked for.
     */
    private Optional<Instant> begun(Requirement requirement) {
        Instant asked = record.desired().value().applied();
        return (requirement instanceof Requirement.OfStep step
                        ? Optional.ofNullable(steps.get(step.step())).map(StepRecord::since)
                        : firstOf(requiredRole(requirement)).or(() -> unplaced(requirement, asked)))
                .map(since -> since.isAfter(asked) ? since : asked);
    }

    private Optional<Instant> firstOf(String role) {
        return replicasOf(role).stream()
                .filter(replica -> replica.revision() == revision() && replica.phase() != Phase.HELD)
                .map(PlacedReplica::since)
                .min(Comparator.naturalOrder());
    }

    private Optional<Instant> unplaced(Requirement requirement, Instant asked) {
        return replicasOf(requiredRole(requirement)).isEmpty() ? Optional.of(asked) : Optional.empty();
    }

    private String requiredRole(Requirement requirement) {
        if (requirement instanceof Requirement.OfRole role) {
            return role.role();
        }
        var service = wanted.services().get(((Requirement.OfService) requirement).service());
        return service == null ? "" : service.role().orElse("");
    }

    private Optional<String> missing(Requirement requirement) {
        if (requirement instanceof Requirement.OfService service) {
            long ready = readyAtWanted(requiredRole(requirement));
            return ready >= service.min()
                    ? Optional.empty()
                    : Optional.of("service " + service.service() + " (" + ready + " of " + service.min() + " ready)");
        }
        if (requirement instanceof Requirement.OfRole role) {
            long ready = readyAtWanted(role.role());
            return ready >= role.min()
                    ? Optional.empty()
                    : Optional.of("role " + role.role() + " (" + ready + " of " + role.min() + " ready)");
        }
        StepRecord step = steps.get(((Requirement.OfStep) requirement).step());
        return step != null && step.state() == StepRecord.State.SUCCEEDED
                ? Optional.empty()
                : Optional.of("step " + ((Requirement.OfStep) requirement).step());
    }

    /** Of the revisions that hosts are told of. */
    private Map<Long, Map<String, SecretValue>> secrets() {
        Map<Long, Map<String, SecretValue>> values = new HashMap<>();
        Stream.concat(Stream.of(revision()), replicas.values().stream().map(PlacedReplica::revision))
                .distinct()
                .forEach(revision -> values.put(revision, record.secretsOf(revision)));
        return values;
    }

    Deployment deployment(Map<String, VirtualAddress> addresses) {
        return new Deployment(
                revision(),
                record.revisions(),
                secrets(),
                addresses,
                replicas(),
                steps,
                record.desired().value().repairs(),
                record.adopted());
    }
}
