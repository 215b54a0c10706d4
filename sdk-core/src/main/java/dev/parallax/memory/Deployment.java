package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.Drift;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.backend.Revision;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.plan.PlacementRules;
import dev.parallax.rollout.EventLog;
import dev.parallax.secret.SecretValue;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the simulation holds of one application. Guarded by the backend's lock. */
final class Deployment {
    private static final int REVISIONS_KEPT = 10;

    Application application;
    long revision;
    boolean deleting;
    /** Whether its kept storage goes with it. */
    boolean forgetting;
    /** Whether changes that would replace replicas are held back. */
    boolean paused;
    /** By the timeline, when what is wanted was applied last, or was let go on after a pause. */
    long since;
    /** Why the rollout of what is wanted goes no further. */
    Optional<String> failure = Optional.empty();

    Map<String, SecretValue> secrets;
    /** Internal address and, of public ones, the outside address, by service. */
    final Map<String, String> addresses = new LinkedHashMap<>();

    final Map<String, String> publicAddresses = new LinkedHashMap<>();
    final List<SimulatedReplica> replicas = new ArrayList<>();
    /** Roles whose requirements were met since the last change. */
    final Set<String> released = new HashSet<>();
    /** What replicas were made of last, by role: what a paused role goes on with. */
    final Map<String, Template> templates = new LinkedHashMap<>();
    /** Counts of replicas that were changed by hand, by role. */
    final Map<String, Integer> scaledByHand = new LinkedHashMap<>();
    /** Such changes that were undone since the last change of the definition. */
    final List<Drift.Difference> repaired = new ArrayList<>();
    /** By version and name: a step runs once per version. */
    private final Map<String, SimulatedStep> steps = new LinkedHashMap<>();
    /** Of the present definition, by role. */
    private final Map<String, String> fingerprints = new LinkedHashMap<>();

    EventLog events = EventLog.EMPTY;

    /** The newest first. */
    final Deque<Revision> history = new ArrayDeque<>();

    /** What replicas of a role are made of. */
    record Template(Role definition, String version, String fingerprint) {}

    Deployment(Application application, Map<String, SecretValue> secrets, Instant now) {
        this.application = application;
        this.secrets = secrets;
        this.revision = 1;
        record(now, Optional.empty());
    }

    void change(Application changed, Map<String, SecretValue> values, Instant now, Optional<String> reason) {
        application = changed;
        secrets = values;
        revision++;
        released.clear();
        fingerprints.clear();
        scaledByHand.clear();
        repaired.clear();
        Revision before = history.removeFirst();
        history.addFirst(new Revision(
                before.number(), before.definition(), before.applied(), before.reached(), false, before.reason()));
        record(now, reason);
    }

    private void record(Instant now, Optional<String> reason) {
        history.addFirst(new Revision(revision, application, now, Optional.empty(), true, reason));
        while (history.size() > REVISIONS_KEPT) {
            history.removeLast();
        }
    }

    /** Notes that everything is ready; whether that was not known of this revision. */
    boolean reached(Instant now) {
        if (history.getFirst().reached().isPresent()) {
            return false;
        }
        Revision current = history.removeFirst();
        history.addFirst(new Revision(
                current.number(), current.definition(), current.applied(), Optional.of(now), true, current.reason()));
        return true;
    }

    /** How many replicas the orchestrator keeps: as many as the definition says, unless somebody scaled by hand. */
    int count(String name, Role role) {
        return scaledByHand.getOrDefault(name, role.replicas().count());
    }

    Drift drift() {
        List<Drift.Difference> differences = new ArrayList<>(repaired);
        scaledByHand.keySet().forEach(role -> differences.add(difference(role, Drift.State.STANDS)));
        return new Drift(application.name(), revision, differences);
    }

    /** Undoes what was done by hand to any role. */
    void repair() {
        List.copyOf(scaledByHand.keySet()).forEach(this::repair);
    }

    /** Undoes what was done by hand to a role; whether anything was. */
    boolean repair(String role) {
        if (!scaledByHand.containsKey(role)) {
            return false;
        }
        repaired.add(difference(role, Drift.State.REPAIRED));
        scaledByHand.remove(role);
        return true;
    }

    private Drift.Difference difference(String name, Drift.State state) {
        int wanted =
                Objects.requireNonNull(application.roles().get(name)).replicas().count();
        return new Drift.Difference(
                "role",
                name,
                Optional.of(name),
                Optional.empty(),
                List.of(new FieldChange(
                        "replicas.count",
                        Optional.of(Integer.toString(wanted)),
                        Optional.of(Integer.toString(scaledByHand.getOrDefault(name, wanted))))),
                state);
    }

    SimulatedStep step(String name) {
        return steps.computeIfAbsent(application.version() + "/" + name, key -> new SimulatedStep());
    }

    List<SimulatedReplica> replicasOf(String role) {
        return replicas.stream()
                .filter(replica -> replica.role.equals(role))
                .sorted(Comparator.comparingInt(replica -> replica.index))
                .toList();
    }

    long ready(String role) {
        return replicas.stream()
                .filter(replica -> replica.role.equals(role) && replica.is(ReplicaState.READY))
                .count();
    }

    /** All that would have the role's replicas replaced when it changes; a new count would not, nor how it is updated. */
    String fingerprint(String role) {
        return fingerprints.computeIfAbsent(
                role,
                name -> fingerprint(
                        application.roles().getOrDefault(name, Role.builder().build())));
    }

    Template template(String role, Role definition) {
        return new Template(definition, application.version(), fingerprint(role));
    }

    /** Whether a replica is what the present definition wants, and not on its way out. */
    boolean isCurrent(SimulatedReplica replica) {
        return !replica.is(ReplicaState.STOPPING) && replica.fingerprint.equals(fingerprint(replica.role));
    }

    /** The application's version is part of it only where the role tells it to its replicas. */
    private String fingerprint(Role role) {
        Application alone = Application.builder()
                .name(application.name())
                .version("")
                .putAllServices(application.services())
                .putRoles(
                        "role",
                        Role.builder()
                                .replicas(PlacementRules.of(role.replicas()))
                                .putAllStorage(role.storage())
                                .putAllComponents(role.components())
                                .build())
                .build();
        String json = ModelJson.write(alone);
        return (json.contains("application.version") ? application.version() : "") + json + secrets.hashCode();
    }
}
