package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Trouble;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleWatchTest {
    private static final Trouble IDLE = new Trouble("nobody does anything", "somebody does something again");

    private final List<String> told = new ArrayList<>();
    private List<Trouble> troubles = List.of();
    private boolean silent;

    private final Backend backend = (Backend) Proxy.newProxyInstance(
            TroubleWatchTest.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                if (silent) {
                    throw new BackendException("it does not answer");
                }
                return troubles;
            });
    private final TroubleWatch watch = new TroubleWatch(backend, told::add);

    private void look(int times) {
        for (int time = 0; time < times; time++) {
            watch.look();
        }
    }

    @Test
    void tellsOnceOfWhatLastsAndOnceOfItsEnd() {
        troubles = List.of(IDLE);
        look(3);
        assertThat(told).isEmpty();

        look(20);
        assertThat(told).containsExactly("  nobody does anything");

        troubles = List.of();
        look(5);
        assertThat(told).containsExactly("  nobody does anything", "  somebody does something again");

        troubles = List.of(IDLE);
        look(4);
        assertThat(told).hasSize(3);
    }

    /** As when somebody begins to do something about it. */
    @Test
    void tellsOnceOfWhatLastsWhateverItsWords() {
        troubles = List.of(IDLE);
        look(3);
        troubles = List.of(new Trouble("nobody does anything yet", IDLE.over()));
        look(3);
        troubles = List.of(IDLE);
        look(20);
        assertThat(told).containsExactly("  nobody does anything yet");

        troubles = List.of();
        look(5);
        assertThat(told).containsExactly("  nobody does anything yet", "  somebody does something again");
    }

    @Test
    void saysNothingOfWhatPasses() {
        for (int time = 0; time < 5; time++) {
            troubles = List.of(IDLE);
            look(3);
            troubles = List.of();
            look(1);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void goesOnWhenTheOrchestratorDoesNotAnswer() {
        troubles = List.of(IDLE);
        look(2);
        silent = true;
        look(10);
        assertThat(told).isEmpty();

        silent = false;
        look(2);
        assertThat(told).containsExactly("  nobody does anything");
    }

    @Test
    void saysNothingWhenNobodyWaitsAnyMore() {
        troubles = List.of(IDLE);
        watch.close();
        look(10);

        assertThat(told).isEmpty();
    }
}
