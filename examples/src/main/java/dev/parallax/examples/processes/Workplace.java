package dev.parallax.examples.processes;

import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.model.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder in which an application's processes run and keep their storage. */
final class Workplace {
    private static final String STORAGE = "storage";

    private final Path images;
    private final Path folder;

    Workplace(Path images, Path folder) {
        this.images = images.toAbsolutePath();
        this.folder = folder.toAbsolutePath();
    }

    /** Starts the process of a replica or a step. */
    Process start(String name, String address, Launch launch) throws IOException {
        // Secrets are in it.
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Root root = Root.at(folder.resolve(name));
        root.overlay(images.resolve(launch.component().artifact().image()));
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        launch.services().forEach((service, host) -> hosts.append(host + " " + service + "\n"));
        root.write("/etc/hosts", hosts.toString());
        for (Map.Entry<String, String> file : launch.files().entrySet()) {
            root.write(file.getKey(), file.getValue());
        }
        for (Map.Entry<String, Storage> storage : launch.storage().entrySet()) {
            root.show(storage.getValue().path(), Files.createDirectories(storage(name, storage.getKey())));
        }
        Map<String, String> env = new LinkedHashMap<>(Map.of("REPLICA_NAME", name, "REPLICA_ADDRESS", address));
        env.putAll(launch.env());
        return root.start(launch.command(env), env);
    }

    /** Forgets a replica or a step, but for storage that it keeps. */
    void clear(String name, Launch launch) throws IOException {
        Root.delete(folder.resolve(name));
        for (Map.Entry<String, Storage> storage : launch.storage().entrySet()) {
            if (!storage.getValue().keep()) {
                Root.delete(storage(name, storage.getKey()));
            }
        }
    }

    /** Forgets the application, once nothing of it runs. */
    void clear(KeptStorage kept) throws IOException {
        if (kept == KeptStorage.REMOVE || !Files.exists(folder)) {
            Root.delete(folder);
            return;
        }
        List<Path> rest;
        try (Stream<Path> found = Files.list(folder)) {
            rest = found.filter(path -> !path.endsWith(STORAGE)).toList();
        }
        for (Path path : rest) {
            Root.delete(path);
        }
    }

    private Path storage(String name, String storage) {
        return folder.resolve(STORAGE).resolve(name + "-" + storage);
    }
}
