package dev.parallax.definition;

import dev.parallax.model.DriftPolicy;
import dev.parallax.model.OnFailure;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Spread;
import dev.parallax.model.UpdatePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the replica policy of a role is written. */
final class ReplicasForm {
    private static final ReplicaPolicy DEFAULTS = ReplicaPolicy.builder().build();
    private static final UpdatePolicy UPDATE_DEFAULTS = DEFAULTS.update();
    private static final int MOST = RoleForm.MOST_REPLICAS;

    private static final Field<Integer> MAX_UNAVAILABLE = Field.defaulted(
            "maxUnavailable",
            Scalars.integer(0, MOST),
            UPDATE_DEFAULTS.maxUnavailable(),
            "Replicas that may be missing from the wanted count during a rollout.");
    private static final Field<Integer> MAX_SURGE = Field.defaulted(
            "maxSurge",
            Scalars.integer(0, MOST),
            UPDATE_DEFAULTS.maxSurge(),
            "Replicas beyond the wanted count during a rollout; where a host's ports forbid it, 0.");
    private static final Field<Duration> DEADLINE = Field.defaulted(
            "deadline",
            Scalars.duration(),
            UPDATE_DEFAULTS.deadline(),
            "Time without progress after which the rollout has failed.");
    private static final Field<OnFailure> ON_FAILURE = Field.defaulted(
            "onFailure",
            Scalars.choice(OnFailure.class),
            UPDATE_DEFAULTS.onFailure(),
            "What becomes of a rollout that failed: at this role, or at a step that it waits for, directly or through others.");

    private static final ObjectForm<UpdatePolicy> UPDATE_FORM = ObjectForm.of(
            "Update",
            "How a role goes from one version to the next.",
            List.of(MAX_UNAVAILABLE, MAX_SURGE, DEADLINE, ON_FAILURE),
            fields -> UpdatePolicy.builder()
                    .maxUnavailable(fields.get(MAX_UNAVAILABLE))
                    .maxSurge(fields.get(MAX_SURGE))
                    .deadline(fields.get(DEADLINE))
                    .onFailure(fields.get(ON_FAILURE))
                    .build());

    private static final Field<Duration> HOST_LOST_AFTER = Field.defaulted(
            "hostLostAfter",
            Scalars.duration(),
            DEFAULTS.recovery().hostLostAfter(),
            "How long a host may be lost before its replicas are replaced elsewhere.");

    private static final ObjectForm<RecoveryPolicy> RECOVERY_FORM = ObjectForm.of(
            "Recovery", "How long a host may be lost.", List.of(HOST_LOST_AFTER), fields -> RecoveryPolicy.builder()
                    .hostLostAfter(fields.get(HOST_LOST_AFTER))
                    .build());

    private static final Field<Integer> COUNT =
            Field.defaulted("count", Scalars.integer(0, MOST), DEFAULTS.count(), "Replicas wanted.");
    private static final Field<Spread> SPREAD = Field.defaulted(
            "spread",
            Scalars.choice(Spread.class),
            DEFAULTS.spread(),
            "`none`: replicas may share a host; `host`: at most one on each.");
    private static final Field<String> SPREAD_OVER = Field.optional(
            "spreadOver",
            Scalars.text(),
            "A label of hosts, such as a rack, over whose values replicas are spread evenly; a host without it takes none.");
    private static final Field<List<String>> APART = Field.defaulted(
            "apart",
            new ListForm<>(Scalars.text()),
            List.of(),
            "Roles of which no replica shares a host with one of this role, whichever came first.");
    private static final Field<Map<String, String>> PIN = Field.defaulted(
            "pin",
            new MapForm<>("label", Scalars.text()),
            Map.of(),
            "Labels a host must have, all of them, to carry a replica.");
    private static final Field<UpdatePolicy> UPDATE =
            Field.optional("update", UPDATE_FORM, "How the role goes from one version to the next.");
    private static final Field<RecoveryPolicy> RECOVERY =
            Field.optional("recovery", RECOVERY_FORM, "What happens when a host is lost.");
    private static final Field<Integer> MIN_AVAILABLE = Field.defaulted(
            "minAvailable",
            Scalars.integer(0, MOST),
            DEFAULTS.minAvailable(),
            "Ready replicas that no voluntary disruption may undercut; 0: no such bound. Where it is `count`, no host can be drained, and on"
                    + " a fleet no rollout goes on without `maxSurge`.");

    private static final Field<DriftPolicy> DRIFT = Field.defaulted(
            "drift",
            Scalars.choice(DriftPolicy.class),
            DEFAULTS.drift(),
            "What becomes of a change made by hand: `repair`: it is put right by itself; `report`: `parallax drift` names it, and it stays.");

    private static final ObjectForm<ReplicaPolicy> FULL = ObjectForm.of(
            "Replicas",
            "How many replicas a role has, where they may run, and how they are changed and replaced.",
            List.of(COUNT, SPREAD, SPREAD_OVER, APART, PIN, UPDATE, RECOVERY, MIN_AVAILABLE, DRIFT),
            fields -> ReplicaPolicy.builder()
                    .count(fields.get(COUNT))
                    .spread(fields.get(SPREAD))
                    .spreadOver(fields.find(SPREAD_OVER))
                    .addAllApart(fields.get(APART))
                    .putAllPin(fields.get(PIN))
                    .update(fields.find(UPDATE).orElse(UPDATE_DEFAULTS))
                    .recovery(fields.find(RECOVERY).orElse(DEFAULTS.recovery()))
                    .minAvailable(fields.get(MIN_AVAILABLE))
                    .drift(fields.get(DRIFT))
                    .build());

    static final Form<ReplicaPolicy> FORM = new ShorthandForm<>(
            new ConvertedForm<>(
                    Scalars.integer(0, MOST),
                    (count, value) ->
                            Optional.of(ReplicaPolicy.builder().count(count).build())),
            FULL,
            COUNT.name());

    private ReplicasForm() {}
}
