package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final long LIMIT = 10;

    @Test
    void oneThingIsDoneWhileTheOtherIs() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);

        boolean met = Parallel.beside(
                () -> {
                    first.countDown();
                    meet(second);
                },
                () -> {
                    second.countDown();
                    return meet(first);
                });

        assertThat(met).isTrue();
    }

    @Test
    void failureOfTheOtherIsTheCallersOnceTheWorkIsDone() {
        CountDownLatch done = new CountDownLatch(1);

        assertThatThrownBy(() -> Parallel.beside(
                        () -> {
                            throw new LabException("no network");
                        },
                        () -> {
                            done.countDown();
                            return 1;
                        }))
                .isInstanceOf(LabException.class)
                .hasMessage("no network");
        assertThat(done.getCount()).isZero();
    }

    @Test
    void ofTwoFailuresThatOfTheWorkIsTold() {
        assertThatThrownBy(() -> Parallel.beside(
                        () -> {
                            throw new LabException("no network");
                        },
                        () -> {
                            throw new LabException("no compiler");
                        }))
                .hasMessage("no compiler")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    }

    private static boolean meet(CountDownLatch other) {
        try {
            return other.await(LIMIT, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
