package dev.parallax.puppetconsul.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class HostPinsTest {
    private final HostPins pins = new HostPins();

    @Test
    void saysNothingWhereComponentsAgree() {
        pins.carry("shop", 1, component("web", "web=1", "log"));
        pins.carry("shop", 2, component("web=1", "log=4"));

        assertThat(pins.held()).isEmpty();
    }

    @Test
    void hasTheNewestRevisionsVersionWhateverItIs() {
        pins.carry("shop", 3, component("web=1.9", "lib=7"));
        pins.carry("shop", 2, component("web=2.0", "lib=7"));

        assertThat(pins.held()).isEqualTo(Map.of("web", "1.9"));
    }

    @Test
    void keepsWhatAStepHadInstalledForThoseThatAreToHaveIt() {
        pins.carry("shop", 1, component("web=1"));
        pins.pass("shop", 2, Map.of("web", "2", "tool", "2"));

        assertThat(pins.held()).isEqualTo(Map.of("web", "2"));
    }

    @Test
    void hasWhatARunningStepNeedsWhoeverElseIsThere() {
        pins.carry("first", 9, component("lib=1"));
        pins.run("shop", 2, component("lib=2"));

        assertThat(pins.held()).isEqualTo(Map.of("lib", "2"));
    }

    @Test
    void forgetsAStepWhereNothingOfItsApplicationIs() {
        pins.carry("other", 1, component("web=1"));
        pins.pass("shop", 2, Map.of("web", "2"));

        assertThat(pins.held()).isEmpty();
    }

    @Test
    void forgetsAStepOfARevisionThatNothingHereIsOlderThan() {
        pins.carry("shop", 3, component("web=1"));
        pins.pass("shop", 2, Map.of("web", "2"));

        assertThat(pins.held()).isEmpty();
    }

    private record Wish(String app, long revision, String version) {}

    @Provide
    Arbitrary<List<Wish>> wishes() {
        return Combinators.combine(
                        Arbitraries.of("one", "two"), Arbitraries.longs().between(1, 4), Arbitraries.of("1", "2", "3"))
                .as(Wish::new)
                .list()
                .ofMaxSize(6);
    }

    @Property
    void oneOfThoseThatAreWantedHoldsInWhateverOrderTheyAreSaid(
            @ForAll("wishes") List<Wish> wishes, @ForAll Random random) {
        Map<String, String> held = held(wishes);
        Collections.shuffle(wishes, random);

        assertThat(held(wishes)).isEqualTo(held);
        assertThat(held.isEmpty())
                .isEqualTo(wishes.stream().map(Wish::version).distinct().count() < 2);
        if (!held.isEmpty()) {
            String first = wishes.stream().map(Wish::app).sorted().findFirst().orElseThrow();
            long newest = wishes.stream()
                    .filter(wish -> wish.app().equals(first))
                    .mapToLong(Wish::revision)
                    .max()
                    .orElseThrow();
            assertThat(wishes).contains(new Wish(first, newest, held.get("web")));
        }
    }

    private static Map<String, String> held(List<Wish> wishes) {
        HostPins pins = new HostPins();
        wishes.forEach(wish -> pins.carry(wish.app(), wish.revision(), component("web=" + wish.version())));
        return pins.held();
    }

    private static Component component(String... packages) {
        return Component.builder()
                .artifact(
                        Artifact.builder().image("shop:1").addPackages(packages).build())
                .build();
    }
}
