package dev.parallax.examples.processes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Those who watch, told on one thread. */
final class Watches {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(ProcessBackend.threads("watches"));
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    Subscription add(String application, Consumer<ApplicationStatus> observer, Optional<ApplicationStatus> present) {
        Watch watch = new Watch(application, observer);
        watches.add(watch);
        present.ifPresent(this::publish);
        return () -> watches.remove(watch);
    }

    /** To be called in the order of the states. */
    void publish(ApplicationStatus status) {
        thread.execute(() -> watches.forEach(watch -> watch.accept(status)));
    }

    void close() {
        watches.clear();
        thread.shutdown();
    }

    /** One observer; the same state is not told twice. */
    private static final class Watch {
        private final String application;
        private final Consumer<ApplicationStatus> observer;
        private Optional<ApplicationStatus> last = Optional.empty();

        Watch(String application, Consumer<ApplicationStatus> observer) {
            this.application = application;
            this.observer = observer;
        }

        void accept(ApplicationStatus status) {
            if (status.application().equals(application) && !last.equals(Optional.of(status))) {
                last = Optional.of(status);
                observer.accept(status);
            }
        }
    }
}
