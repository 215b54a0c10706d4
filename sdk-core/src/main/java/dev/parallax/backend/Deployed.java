package dev.parallax.backend;

import dev.parallax.model.Application;
import java.util.List;

/** What a backend has of an application that is there; each is an {@link AbsentApplicationException} when it has none of that name. */
public final class Deployed {
    private Deployed() {}

    /** That it is there. */
    public static void require(Backend backend, String application) {
        status(backend, application);
    }

    public static ApplicationStatus status(Backend backend, String application) {
        return backend.observe(application).orElseThrow(() -> absent(backend, application));
    }

    /** The definition that is wanted now. */
    public static Application definition(Backend backend, String application) {
        return Revision.present(backend.history(application)).orElseThrow(() -> absent(backend, application));
    }

    /** The newest first. */
    public static List<Revision> history(Backend backend, String application) {
        List<Revision> history = backend.history(application);
        if (history.isEmpty()) {
            throw absent(backend, application);
        }
        return history;
    }

    private static AbsentApplicationException absent(Backend backend, String application) {
        return new AbsentApplicationException(backend.name(), application);
    }
}
