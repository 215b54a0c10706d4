package dev.parallax.lab;

import dev.parallax.lab.docker.Docker;
import java.io.IOException;
import java.nio.file.Path;

/** What a side works with: the container engine, its places on the machine, and who hears of its progress. */
public record LabContext(Docker docker, Places places, Progress progress) {
    /** The folder of a side's state, such as certificates. */
    public Path state(Side side) {
        return places.state(side);
    }

    /** Removes it; it may be missing. */
    public void removeState(Side side) {
        try {
            Folders.remove(state(side));
        } catch (IOException e) {
            throw new LabException("could not remove " + state(side) + ": " + e.getMessage(), e);
        }
    }
}
