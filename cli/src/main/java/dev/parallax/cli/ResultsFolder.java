package dev.parallax.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where one comparison leaves what it found: a folder of its own. Nothing is made before there is something to put there. */
final class ResultsFolder {
    static final String PARENT = "parallax-results";

    private final @Nullable Path named;

    private ResultsFolder(@Nullable Path named) {
        this.named = named;
    }

    /** The folder of that name, or the next free one; one that holds something already is refused. */
    static ResultsFolder of(@Nullable Path named) throws IOException {
        if (named != null && Files.exists(named)) {
            if (!Files.isDirectory(named)) {
                throw new UsageException("--to: " + named + " is not a folder; name one");
            }
            try (Stream<Path> files = Files.list(named)) {
                if (files.findAny().isPresent()) {
                    throw new UsageException("--to: " + named + " is not empty; name another folder");
                }
            }
        }
        requireWritable(named == null ? Path.of(PARENT) : named);
        return new ResultsFolder(named);
    }

    /** Tries, and leaves nothing: what a system says of rights is not all that may be in the way. */
    private static void requireWritable(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path part = folder.toAbsolutePath(); part != null && !Files.exists(part); part = part.getParent()) {
            missing.push(part);
        }
        Deque<Path> made = new ArrayDeque<>();
        try {
            for (Path part : missing) {
                Files.createDirectory(part);
                made.push(part);
            }
            made.push(Files.createTempFile(folder, ".parallax", ""));
        } catch (FileSystemException e) {
            throw OutputFile.refused(folder, e, "--to", "folder");
        } finally {
            for (Path path : made) {
                Files.deleteIfExists(path);
            }
        }
    }

    Path make() throws IOException {
        return named == null ? nextFree(Files.createDirectories(Path.of(PARENT))) : Files.createDirectories(named);
    }

    private static Path nextFree(Path parent) throws IOException {
        int number = 1 + highest(parent);
        while (true) {
            try {
                return Files.createDirectory(parent.resolve(Integer.toString(number)));
            } catch (FileAlreadyExistsException e) {
                number++; // another process was quicker
            }
        }
    }

    private static int highest(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,6}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
    }
}
