package dev.parallax.examples.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process sees as its root folder: that of this machine, with files laid over it. Links lead to the machine's own, which a
 * namespace of the process's own shows below {@value #MACHINE}; folders in which something is laid over are real.
 */
final class Root {
    private static final String MACHINE = ".machine";
    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--map-root-user", "--mount");
    private static final String ENTER = "mount --rbind / \"$0/" + MACHINE + "\" && exec chroot \"$0\" \"$@\"";

    private final Path folder;

    private Root(Path folder) {
        this.folder = folder;
    }

    /** Made anew. */
    static Root at(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder.resolve(MACHINE));
        Root root = new Root(folder);
        root.link(Path.of("/"), folder);
        return root;
    }

    /** Whether this machine lets whoever runs this have namespaces. */
    static boolean isPossible() {
        try {
            List<String> command = new ArrayList<>(NAMESPACE);
            command.add("true");
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lays every file of a folder over. */
    void overlay(Path image) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(image)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            show("/" + image.relativize(file), file);
        }
    }

    /** Lays a file or folder of this machine over. */
    void show(String path, Path target) throws IOException {
        Files.createSymbolicLink(place(path), inside(target));
    }

    void write(String path, String text) throws IOException {
        Files.writeString(place(path), text);
    }

    Process start(List<String> command, Map<String, String> env) throws IOException {
        List<String> whole = new ArrayList<>(NAMESPACE);
        whole.addAll(List.of("sh", "-c", ENTER, folder.toString()));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(env);
        return builder.start();
    }

    /** Deletes a folder and what is in it, if it is there; what links lead to stays. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Where a path is to be made, with real folders on the way to it. */
    private Path place(String path) throws IOException {
        Path machine = Path.of("/");
        Path here = folder;
        Path names = machine.relativize(Path.of(path));
        int last = names.getNameCount() - 1;
        for (int at = 0; at < last; at++) {
            machine = machine.resolve(names.getName(at));
            here = here.resolve(names.getName(at));
            if (!Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(here);
                Files.createDirectory(here);
                link(machine, here);
            }
        }
        Path place = here.resolve(names.getName(last));
        Files.deleteIfExists(place);
        return place;
    }

    private void link(Path machine, Path here) throws IOException {
        if (Files.isDirectory(machine)) {
            try (Stream<Path> children = Files.list(machine)) {
                for (Path child : children.toList()) {
                    Files.createSymbolicLink(here.resolve(machine.relativize(child)), inside(child));
                }
            }
        }
    }

    private static Path inside(Path machine) {
        return Path.of("/" + MACHINE + machine.toAbsolutePath());
    }
}
