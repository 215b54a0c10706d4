package dev.parallax.cli;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Revision;
import dev.parallax.model.Application;
import java.util.List;

/** What an orchestrator has of an application; each is an {@link AbsentApplicationException} when it has none of that name. */
final class Deployed {
    private Deployed() {}

    static void require(Backend backend, String name) {
        status(backend, name);
    }

    static ApplicationStatus status(Backend backend, String name) {
        return backend.observe(name).orElseThrow(() -> new AbsentApplicationException(backend.name(), name));
    }

    /** The definition that is wanted now. */
    static Application definition(Backend backend, String name) {
        return Revision.present(backend.history(name))
                .orElseThrow(() -> new AbsentApplicationException(backend.name(), name));
    }

    /** The newest first. */
    static List<Revision> history(Backend backend, String name) {
        List<Revision> history = backend.history(name);
        if (history.isEmpty()) {
            throw new AbsentApplicationException(backend.name(), name);
        }
        return history;
    }
}
