package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The backends of the lab's own clusters. */
final class LabBackends {
    private LabBackends() {}

    static Backend open(String name) {
        Side side;
        try {
            side = Side.of(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--lab: " + e.getMessage());
        }
        Path kubeconfig = Places.ofThisUser().state(side).resolve("kubeconfig");
        if (side != Side.KUBERNETES || !Files.isReadable(kubeconfig)) {
            throw new BackendException("the lab's " + side + " is not up; `parallax lab up " + side + "` brings it up");
        }
        return BackendOptions.open(side.id(), Map.of("kubeconfig", kubeconfig.toString()));
    }
}
