package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Invocation invocation =
            new Invocation(new ByteArrayOutputStream(), err, Terminal.PIPE, Map.of(), Path.of(".."));
    private volatile boolean obedient;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Thread worker = new Thread(this::askAHostThatDoesNotAnswer, "worker");
    private final Interruption interruption = new Interruption(worker, invocation);

    /** As a read from a socket: no interrupt ends it, unless it is obedient. */
    private void askAHostThatDoesNotAnswer() {
        while (answered.getCount() > 0) {
            try {
                answered.await();
            } catch (InterruptedException e) {
                if (obedient) {
                    answered.countDown();
                }
            }
        }
        interruption.finish();
    }

    @BeforeEach
    void start() {
        worker.setDaemon(true);
        worker.start();
    }

    @AfterEach
    void end() {
        answered.countDown();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void doesNotWaitForAHostThatDoesNotAnswer() {
        invocation.ifCutShort("it goes on by itself");
        long began = System.nanoTime();

        interruption.interrupt();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(said()).isEqualTo("parallax: interrupted; it goes on by itself\n");
    }

    @Test
    void waitsLongerForWhatHasThingsToPutInOrder() {
        invocation.putInOrderWhenInterrupted();

        assertThat(invocation.timeToEnd()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void endsAsSoonAsTheCommandDoes() {
        invocation.putInOrderWhenInterrupted();
        obedient = true;

        interruption.interrupt();

        assertThat(said()).isEqualTo("parallax: interrupted\n");
    }
}
