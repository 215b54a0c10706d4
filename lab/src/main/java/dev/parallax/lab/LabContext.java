package dev.parallax.lab;

import dev.parallax.lab.docker.Docker;
import java.nio.file.Path;

/** What a side works with: the container engine, its places on the machine, and who hears of its progress. */
public record LabContext(Docker docker, Places places, Progress progress) {
    /** The folder of a side's state, such as certificates. */
    public Path state(Side side) {
        return places.state(side);
    }
}
