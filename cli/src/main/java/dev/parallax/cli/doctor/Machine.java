package dev.parallax.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the doctor asks of a machine. */
interface Machine {
    /** Such as {@code Linux} and {@code amd64}. */
    String system();

    String architecture();

    boolean isRoot();

    int cores();

    long memoryBytes();

    /** What is free where the path is, or would be. */
    long freeBytes(Path path);

    boolean exists(Path path);

    /** The text of a small file; empty when it cannot be read. */
    String read(Path path);

    /** Where the program is, on PATH or where the system keeps an administrator's. */
    Optional<Path> program(String name);

    /** What a quick command writes; empty when it fails, is missing or takes more than a few seconds. */
    Optional<String> output(List<String> command);

    /** The version of the container engine that answers. */
    Optional<String> engineVersion();
}
