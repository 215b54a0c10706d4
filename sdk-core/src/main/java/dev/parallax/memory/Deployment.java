package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.Drift;
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

    final HandMade byHand = new HandMade();
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
        byHand.forgetAll();
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
        return byHand.count(name, role.replicas().count());
    }

    Drift drift() {
        return new Drift(application.name(), revision, byHand.differences());
    }

    /** Takes a replica away that is no more. */
    boolean remove(SimulatedReplica replica) {
        byHand.forget(replica);
        return replicas.remove(replica);
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
