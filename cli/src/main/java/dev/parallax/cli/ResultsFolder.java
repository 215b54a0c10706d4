package dev.parallax.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return new ResultsFolder(named);
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
