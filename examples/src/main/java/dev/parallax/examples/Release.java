package dev.parallax.examples;

import dev.parallax.ParallaxException;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Rollout;
import dev.parallax.model.Application;
import java.time.Duration;

/** Brings a version into service, and says in a line what came of it. What is worth a test of it is what goes wrong. */
final class Release {
    private static final int ATTEMPTS = 3;

    private Release() {}

    static String of(Backend backend, Application application, Duration limit) throws InterruptedException {
        String version = application.name() + " " + application.version();
        try {
            apply(backend, application).await(limit);
            return version + " is ready";
        } catch (ParallaxException e) {
            return version + " is not ready: " + e.getMessage();
        }
    }

    /** Applying what is there already changes nothing, so that there is no harm in asking again. */
    private static Rollout apply(Backend backend, Application application) {
        for (int attempt = 1; ; attempt++) {
            try {
                return backend.apply(application);
            } catch (BackendException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
