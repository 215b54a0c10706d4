package dev.parallax.testkit;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that a watch has told since it began. */
final class Recording implements AutoCloseable {
    private final List<ApplicationStatus> states = new CopyOnWriteArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Subscription subscription;

    Recording(Backend backend, String application) {
        subscription = backend.watch(application, status -> {
            threads.add(Thread.currentThread());
            states.add(status);
        });
    }

    List<ApplicationStatus> states() {
        return List.copyOf(states);
    }

    Set<Thread> threads() {
        return Set.copyOf(threads);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
