package dev.parallax.lab.binaries;

import dev.parallax.lab.FileLock;
import dev.parallax.lab.Folders;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Finds or makes the executables that the lab needs. In this order: a folder that the user names ({@code PARALLAX_BINARIES}), the
 * cache, the project's own release by checksum, the project's Go modules built here.
 *
 * <p>What is in the cache is whole: files get their names when they are complete. Processes wait for each other.
 */
public final class Binaries {
    private final Places places;
    private final Optional<Path> named;
    private final Releases releases;
    private final Build build;
    private final Progress progress;

    Binaries(Places places, Optional<Path> named, Releases releases, Build build, Progress progress) {
        this.places = places;
        this.named = named;
        this.releases = releases;
        this.build = build;
        this.progress = progress;
    }

    /** The executables of this user, with the settings of the environment. */
    public static Binaries ofThisUser(Progress progress) {
        Optional<Path> named = Optional.ofNullable(System.getenv("PARALLAX_BINARIES"))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(value).toAbsolutePath());
        return new Binaries(
                Places.ofThisUser(), named, Releases.ofTheEnvironment(progress), new GoBuild(progress), progress);
    }

    /** The folder that has the software's executables, if nothing needs to be downloaded or built. */
    public Optional<Path> present(Software software) {
        if (named.isPresent() && complete(named.get(), software)) {
            return named;
        }
        Path cached = cached(software);
        return complete(cached, software) ? Optional.of(cached) : Optional.empty();
    }

    /** The folder that has the software's executables, which are downloaded or built first when they are missing. */
    public Path directory(Software software) {
        Optional<Path> present = present(software);
        if (present.isPresent()) {
            return present.get();
        }
        return FileLock.holding(places.cache().resolve("build.lock"), progress, () -> {
            if (!complete(cached(software), software)) {
                fill(software);
            }
            return cached(software);
        });
    }

    private void fill(Software software) {
        Path work = places.cache().resolve("work").resolve(software.name());
        Path output = work.resolve("output");
        try {
            Folders.remove(work);
            Files.createDirectories(output);
            if (!releases.fetch(software, work, output)) {
                build.build(software, work, output);
            }
            publish(software, output, cached(software));
            Folders.remove(work);
        } catch (IOException e) {
            throw new LabException("could not put " + software + " into the cache: " + e.getMessage(), e);
        }
    }

    /** Each file becomes visible at once and whole; links last, as they lead to files. */
    private static void publish(Software software, Path output, Path target) throws IOException {
        Files.createDirectories(target);
        List<Path> files;
        try (var entries = Files.list(output)) {
            files = entries.sorted((a, b) -> Boolean.compare(Files.isSymbolicLink(a), Files.isSymbolicLink(b)))
                    .toList();
        }
        for (Path file : files) {
            Files.move(
                    file,
                    target.resolve(file.getFileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!complete(target, software)) {
            throw new LabException(software + " is not complete: expected " + software.files() + " in " + target);
        }
    }

    private Path cached(Software software) {
        return places.cache()
                .resolve("binaries")
                .resolve(software.name())
                .resolve(software.revision())
                .resolve(Platform.current().toString());
    }

    /** The last source: makes the software's executables in the output folder. */
    interface Build {
        void build(Software software, Path work, Path output);
    }

    private static boolean complete(Path folder, Software software) {
        return software.files().stream().allMatch(file -> Files.isExecutable(folder.resolve(file)));
    }
}
