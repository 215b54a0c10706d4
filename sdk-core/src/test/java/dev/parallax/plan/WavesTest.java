package dev.parallax.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WavesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void putsAddressesFirstAndEachPartAfterWhatItRequires() {
        assertThat(Waves.of(Samples.everything()))
                .containsExactly(
                        List.of(Part.service("db"), Part.service("front")),
                        List.of(Part.role("db")),
                        List.of(Part.step("schema")),
                        List.of(Part.role("web")));
    }

    @Test
    void startsEverythingAtOnceWithoutRequirements() {
        Application application = app().putRoles("b", Role.builder().build())
                .putRoles("a", Role.builder().build())
                .build();
        assertThat(Waves.of(application)).containsExactly(List.of(Part.role("b"), Part.role("a")));
    }

    @Test
    void hasNoWavesForNothing() {
        assertThat(Waves.of(app().build())).isEmpty();
    }

    @Test
    void refusesPartsThatWaitForEachOther() {
        Application application = app().putRoles("a", requiring("b"))
                .putRoles("b", requiring("c"))
                .putRoles("c", requiring("b"))
                .build();
        assertThatThrownBy(() -> Waves.of(application))
                .isInstanceOf(CyclicRequirementsException.class)
                .hasMessageContaining("role b -> role c -> role b");
        assertThat(Waves.cycles(application)).containsExactly(List.of(Part.role("b"), Part.role("c")));
    }

    @Test
    void findsEachCircleOnce() {
        Application application = app().putRoles("behind", requiring("z"))
                .putRoles("z", requiring("y"))
                .putRoles("y", requiring("z", "x", "z2"))
                .putRoles("z2", requiring("z"))
                .putRoles("x", requiring("a"))
                .putRoles("a", requiring("a", "b"))
                .putRoles("b", requiring("c"))
                .putRoles("c", requiring("d", "a"))
                .putRoles("d", requiring("a"))
                .putRoles("alone", requiring("alone"))
                .build();
        assertThat(Waves.cycles(application))
                .containsExactly(
                        List.of(Part.role("z"), Part.role("y")),
                        List.of(Part.role("a")),
                        List.of(Part.role("a"), Part.role("b"), Part.role("c")),
                        List.of(Part.role("alone")));
    }

    @Test
    void findsCirclesWithinCircles() {
        Application application = app().putRoles("web", requiring("b"))
                .putRoles("b", requiring("c"))
                .putRoles("c", requiring("web", "b"))
                .putRoles("d", requiring("e", "d"))
                .putRoles("e", requiring("d"))
                .build();
        assertThat(Waves.cycles(application))
                .containsExactly(
                        List.of(Part.role("web"), Part.role("b"), Part.role("c")),
                        List.of(Part.role("b"), Part.role("c")),
                        List.of(Part.role("d")),
                        List.of(Part.role("d"), Part.role("e")));
    }

    @Test
    void findsFewOfVeryManyCircles() {
        Application.Builder each = app();
        String[] all = IntStream.range(0, 200).mapToObj(role -> "r" + role).toArray(String[]::new);
        Stream.of(all).forEach(role -> each.putRoles(role, requiring(all)));
        assertThat(Waves.cycles(each.build())).hasSize(200 + 20);
    }

    @Test
    void refusesARoleThatWaitsForItself() {
        assertThat(Waves.cycles(app().putRoles("a", requiring("a")).build())).containsExactly(List.of(Part.role("a")));
    }

    @Test
    void followsLongChains() {
        Application.Builder chain = app();
        for (int role = 0; role < 20_000; role++) {
            chain.putRoles("r" + role, requiring("r" + (role - 1)));
        }
        assertThat(Waves.of(chain.build())).hasSize(20_000);
        Application.Builder circle = app();
        for (int role = 0; role < 20_000; role++) {
            circle.putRoles("r" + role, requiring("r" + (role + 1) % 20_000));
        }
        assertThat(Waves.cycles(circle.build())).singleElement().satisfies(cycle -> assertThat(cycle)
                .hasSize(20_000));
    }

    @Test
    void leavesOutWhatDoesNotExist() {
        assertThat(Waves.of(app().putRoles("a", requiring("nowhere")).build()))
                .containsExactly(List.of(Part.role("a")));
    }

    private static Application.Builder app() {
        Application.Builder builder = Application.builder();
        builder.name("app").version("1");
        return builder;
    }

    private static Role requiring(String... roles) {
        return Role.builder()
                .addAllRequires(Stream.of(roles)
                        .map(role -> new Requirement.OfRole(role, 1, MINUTE))
                        .toList())
                .build();
    }
}
