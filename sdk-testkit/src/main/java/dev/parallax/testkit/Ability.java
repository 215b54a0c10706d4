package dev.parallax.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parallax.backend.Backend;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.NotSupportedException;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.model.OnFailure;
import dev.parallax.model.UpdatePolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a backend may do without, each with behaviours of its own that {@link BackendUnderTest#leftOut} leaves out together. What is not here,
 * every backend has: it plans, deploys, observes, changes, goes back, scales and deletes.
 */
public enum Ability {
    /** What was realised is read back from the live system: {@link Backend#inspect}. */
    INSPECT(InspectBehaviours.class, kit -> kit.backend().inspect(kit.application())),
    /** A replica is replaced by another one: {@link Backend#replace}. */
    REPLACE(RecoveryBehaviours.class, kit -> kit.backend().replace(kit.application(), "web-0")),
    /** Generated secrets are made anew: {@link Backend#rotate}. */
    ROTATE(SecretBehaviours.class, kit -> kit.backend().rotate(kit.application(), Set.of("token"))),
    /** A rollout is held and given up: {@link Backend#pause}, {@link Backend#resume}. */
    PAUSE(RolloutBehaviours.class, kit -> kit.backend().pause(kit.application()), kit -> kit.backend()
            .resume(kit.application())),
    /** A rollout that comes no further fails, and goes back by itself where {@link UpdatePolicy#onFailure} says so. */
    ROLL_BACK_BY_ITSELF(UpgradeBehaviours.class, kit -> kit.backend()
            .plan(kit.sample()
                    .withUpdate(
                            UpdatePolicy.builder().onFailure(OnFailure.ROLLBACK).build())
                    .build())),
    /** Changes made by hand are found and put right: {@link Backend#drift}, {@link Backend#repair}. */
    DRIFT(DriftBehaviours.class, kit -> kit.backend().drift(kit.application()), kit -> kit.backend()
            .repair(kit.application())),
    /**
     * Hosts are told, cordoned, drained and removed: {@link Backend#hosts}, {@link Backend#cordon}, {@link Backend#uncordon}, {@link Backend#drain}, {@link
     * Backend#removeHost}.
     */
    HOSTS(
            HostBehaviours.class,
            kit -> kit.backend().hosts(),
            kit -> kit.backend().cordon("host"),
            kit -> kit.backend().uncordon("host"),
            kit -> kit.backend().drain("host", kit.limit()),
            kit -> kit.backend().removeHost("host", RemoveHostOptions.defaults())),
    /** Roles choose hosts by labels and by what else is on them; takes {@link #HOSTS}, which tells the labels. */
    PLACEMENT(
            PlacementBehaviours.class,
            kit -> kit.backend().plan(kit.sample().withPlaces(policy -> policy.putPin(kit.rackLabel(), "a"))),
            kit -> kit.backend().plan(kit.sample().withPlaces(policy -> policy.spreadOver(kit.rackLabel()))),
            kit -> kit.backend()
                    .plan(kit.sample().withPlaces(policy -> policy.apart(List.of(SampleApplication.STORE))))),
    /** Services lead to addresses outside and to services of other applications; where there are processes, takes {@link #EXEC}. */
    OUTSIDE(
            ServiceBehaviours.class,
            kit -> kit.backend().plan(kit.sample().withOutside("192.0.2.1")),
            kit -> kit.backend().plan(kit.sample().reader())),
    /** What replicas and steps wrote is read: {@link Backend#logs}, {@link Backend#stepOutput}. */
    LOGS(
            LogBehaviours.class,
            kit -> kit.backend()
                    .logs(LogQuery.builder().application(kit.application()).build(), line -> {}),
            kit -> kit.backend().stepOutput(kit.application(), SampleApplication.PREPARE)),
    /** What happened is told: {@link Backend#events}. */
    EVENTS(EventBehaviours.class, kit -> kit.backend().events(kit.application())),
    /** Commands run in replicas: {@link Backend#exec}. */
    EXEC(ExecBehaviours.class, kit -> kit.backend()
            .exec(kit.application(), "web-0", SampleApplication.APP, List.of("/bin/true"), kit.limit())),
    /** What replicas take is measured: {@link Backend#use}. */
    USE(UseBehaviours.class, kit -> kit.backend().use(kit.application()));

    private final Class<? extends Kit> behaviours;

    @SuppressWarnings("ImmutableEnumChecker") // Lambdas that hold nothing.
    private final List<Attempt> attempts;

    Ability(Class<? extends Kit> behaviours, Attempt... attempts) {
        this.behaviours = behaviours;
        this.attempts = List.of(attempts);
    }

    /** The ability of which an interface holds the behaviours; empty for what every backend has. */
    static Optional<Ability> of(Class<?> behaviours) {
        return Arrays.stream(values())
                .filter(ability -> ability.behaviours == behaviours)
                .findFirst();
    }

    /** Fails unless the backend refuses, by name, all that needs this. */
    void requireRefused(Kit kit) {
        for (Attempt attempt : attempts) {
            assertThat(catchThrowable(() -> attempt.make(kit)))
                    .as("%s is left out, so that the backend has to refuse what asks for it", this)
                    .isInstanceOfAny(NotSupportedException.class, InvalidDefinitionException.class);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Something that only a backend with the ability does. */
    private interface Attempt {
        void make(Kit kit) throws Exception;
    }
}
