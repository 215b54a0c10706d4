package dev.parallax.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.Backend;
import dev.parallax.backend.NotSupportedException;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.memory.InMemoryBackend;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A behaviour is left out where the backend refuses it, and nowhere else. */
class AbilityTest {
    /** What every backend has. */
    private static final Set<String> ESSENTIAL =
            Set.of("name", "assess", "apply", "observe", "history", "secret", "rollout", "watch", "delete", "close");

    @ParameterizedTest
    @EnumSource
    void whatABackendDoesIsNotLeftOut(Ability ability) {
        try (Backend backend = InMemoryBackend.builder().build()) {
            assertThatThrownBy(() -> ability.requireRefused(kit(backend)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(ability + " is left out");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatABackendRefusesIsLeftOut(Ability ability) {
        assertThatCode(() -> ability.requireRefused(kit(refusing()))).doesNotThrowAnyException();
    }

    @Test
    void whatEveryBackendHasIsNoAbility() {
        assertThat(List.of(
                        DeployBehaviours.class,
                        ChangeBehaviours.class,
                        PlanBehaviours.class,
                        RevisionBehaviours.class,
                        DeleteBehaviours.class))
                .allSatisfy(behaviours -> assertThat(Ability.of(behaviours)).isEmpty());
    }

    /** Has nothing but what every backend must have, and refuses every definition. */
    private static Backend refusing() {
        return (Backend) Proxy.newProxyInstance(
                AbilityTest.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("name")) {
                        return "refusing";
                    }
                    if (method.getName().equals("plan")) {
                        throw new InvalidDefinitionException(List.of());
                    }
                    throw ESSENTIAL.contains(method.getName())
                            ? new AssertionError(method + " was not to be called")
                            : new NotSupportedException((Backend) proxy, method.getName());
                });
    }

    private static Kit kit(Backend backend) {
        return new Kit() {
            @Override
            public Backend backend() {
                return backend;
            }

            @Override
            public Recording firstDeployment() {
                throw new AssertionError("nothing is deployed");
            }
        };
    }
}
