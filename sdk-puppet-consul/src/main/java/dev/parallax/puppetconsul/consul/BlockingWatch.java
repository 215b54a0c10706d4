package dev.parallax.puppetconsul.consul;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one blocking query again and again, on a thread of its own, and hands on each answer that is new. An index that goes
 * backwards starts anew; after an error it waits for a moment that grows to {@code LONGEST_PAUSE}, with jitter.
 */
public final class BlockingWatch<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingWatch.class);
    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final String name;
    private final Function<Since, Indexed<T>> query;
    private final Consumer<Indexed<T>> changed;
    private final Consumer<RuntimeException> failed;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** {@code changed} and {@code failed} are called on the watch's thread; both must return quickly. */
    public BlockingWatch(
            String name,
            Function<Since, Indexed<T>> query,
            Consumer<Indexed<T>> changed,
            Consumer<RuntimeException> failed) {
        this.name = name;
        this.query = query;
        this.changed = changed;
        this.failed = failed;
    }

    /** Starts the thread; it is a daemon. */
    public BlockingWatch<T> start() {
        Thread thread = new Thread(this::run, "consul-watch-" + name);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void run() {
        long index = 0;
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            try {
                Indexed<T> answer = query.apply(new Since(index, WAIT));
                pause = FIRST_PAUSE;
                if (answer.index() != index) {
                    changed.accept(answer);
                }
                index = answer.index() < index ? 0 : answer.index();
            } catch (RuntimeException e) {
                if (isClosed()) {
                    return;
                }
                LOG.debug("watch {} failed; it is taken up again", name, e);
                failed.accept(e);
                index = 0;
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void pause(Duration atMost) {
        long millis = atMost.toMillis() / 2 + ThreadLocalRandom.current().nextLong(atMost.toMillis());
        try {
            if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.trace("watch {} is closed", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
