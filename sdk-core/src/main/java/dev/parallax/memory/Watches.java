package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who watch; called on the timeline's thread, one state after the other. */
final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Timeline timeline;
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    Watches(Timeline timeline) {
        this.timeline = timeline;
    }

    Subscription add(String application, Consumer<ApplicationStatus> observer, Optional<ApplicationStatus> present) {
        Watch watch = new Watch(application, observer);
        watches.add(watch);
        present.ifPresent(status -> deliver(watch, status));
        return () -> watches.remove(watch);
    }

    void publish(ApplicationStatus status) {
        for (Watch watch : watches) {
            if (watch.application.equals(status.application())) {
                deliver(watch, status);
            }
        }
    }

    void close() {
        watches.clear();
    }

    private void deliver(Watch watch, ApplicationStatus status) {
        timeline.after(Duration.ZERO, () -> watch.accept(status));
    }

    /** One observer; the same state is not told twice. */
    private final class Watch {
        private final String application;
        private final Consumer<ApplicationStatus> observer;
        private Optional<ApplicationStatus> last = Optional.empty();

        Watch(String application, Consumer<ApplicationStatus> observer) {
            this.application = application;
            this.observer = observer;
        }

        void accept(ApplicationStatus status) {
            if (!watches.contains(this) || last.equals(Optional.of(status))) {
                return;
            }
            last = Optional.of(status);
            try {
                observer.accept(status);
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("application", application)
                        .log("An observer failed; it goes on being called");
            }
        }
    }
}
