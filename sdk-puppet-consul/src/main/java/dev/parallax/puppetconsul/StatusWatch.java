package dev.parallax.puppetconsul;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Subscription;
import dev.parallax.puppetconsul.consul.ConsulException;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Observation;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer each new status of an application, on a thread of its own. */
final class StatusWatch implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final String application;
    private final Consumer<ApplicationStatus> observer;
    private final ConsulView view;
    private final Clock clock;
    private volatile boolean closed;

    StatusWatch(String application, Consumer<ApplicationStatus> observer, ConsulView view, Clock clock) {
        this.application = application;
        this.observer = observer;
        this.view = view;
        this.clock = clock;
    }

    StatusWatch start() {
        Thread thread = new Thread(this::run, "parallax-watch-" + application);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void run() {
        WorldReader reader = new WorldReader(Seal.NONE);
        Optional<ApplicationStatus> last = Optional.empty();
        long seen = 0;
        long settled = 0;
        while (!closed) {
            try {
                ConsulView.Sight sight = view.await(seen, WAIT);
                seen = sight.version();
                long entries = sight.snapshot().map(Snapshot::index).orElse(settled);
                if (entries != settled) {
                    sight = view.settled(sight);
                    settled = entries;
                }
                Optional<ApplicationStatus> now = sight.snapshot()
                        .flatMap(snapshot -> Observation.of(reader.read(clock.instant(), snapshot), application));
                if (now.isPresent() && !now.equals(last) && !closed) {
                    observer.accept(now.get());
                }
                last = now;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ConsulException e) {
                LOG.debug("Consul does not answer; the status of {} is told when it does", application, e);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("a status of {} is passed over: {}", application, e.getMessage(), e);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        view.close();
    }
}
