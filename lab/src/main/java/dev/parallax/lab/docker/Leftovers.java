package dev.parallax.lab.docker;

import dev.parallax.lab.LabException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Processes of a container that go on after the engine has lost sight of them, as when the engine and what it starts containers
 * with were killed. They hold the container's ports, files and control groups. Each is known by its control group, whose path has
 * the container's id in it.
 */
final class Leftovers {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    /** How deep below the hierarchies' mount an engine puts a container's group, with room to spare. */
    private static final int DEPTH = 5;

    private static final Duration END = Duration.ofSeconds(20);

    private Leftovers() {}

    /** Ends them at once and returns how many there were. Only for a container that does not run. */
    static int end(String container) {
        Set<Long> ended = new TreeSet<>();
        long deadline = System.nanoTime() + END.toNanos();
        while (true) {
            List<Long> left = of(container);
            if (left.isEmpty()) {
                if (!ended.isEmpty()) {
                    removeGroups(container);
                }
                return ended.size();
            }
            if (System.nanoTime() > deadline) {
                throw new LabException("processes " + left + " of the container " + container.substring(0, 12)
                        + " do not end: the engine has lost sight of them, and they cannot be killed");
            }
            for (long process : left) {
                ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
                ended.add(process);
            }
            // A process that was killed while it was frozen ends once it may run again.
            thaw(container);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<Long> of(String container) {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (lives(process) && groups(process).stream().anyMatch(line -> isOf(container, line))) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new LabException("could not look for leftover processes: " + e.getMessage(), e);
        }
        return found;
    }

    /** A process that has ended, and that nobody has buried, holds nothing. */
    private static boolean lives(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Lines as of {@code 4:freezer:/docker/ID/system.slice}; none of a process that has ended. */
    private static List<String> groups(Path process) {
        try {
            return Files.readAllLines(process.resolve("cgroup"));
        } catch (IOException e) {
            return List.of();
        }
    }

    static boolean isOf(String container, String line) {
        int at = line.indexOf(container);
        return !container.isEmpty() && at > 0 && "/-".indexOf(line.charAt(at - 1)) >= 0;
    }

    /** The container's own groups, one in each hierarchy: {@code freezer/docker/ID}, {@code system.slice/docker-ID.scope}. */
    private static List<Path> groups(String container) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(GROUPS, Set.of(), DEPTH, new Walk() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    if (!isOf(container, path.toString())) {
                        return FileVisitResult.CONTINUE;
                    }
                    found.add(path);
                    return FileVisitResult.SKIP_SUBTREE;
                }
            });
        } catch (IOException e) {
            throw new LabException("could not look for control groups in " + GROUPS + ": " + e.getMessage(), e);
        }
        return found;
    }

    private static void thaw(String container) {
        for (Path group : groups(container)) {
            Path state = group.resolve("freezer.state");
            try {
                if (Files.exists(state)) {
                    Files.writeString(state, "THAWED");
                }
            } catch (IOException e) {
                throw new LabException("could not thaw " + state + ": " + e.getMessage(), e);
            }
        }
    }

    /** A group that has groups below it does not take the settings with which the container is started again. */
    private static void removeGroups(String container) {
        for (Path group : groups(container)) {
            try {
                Files.walkFileTree(group, new Walk() {
                    @Override
                    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) throws IOException {
                        Files.deleteIfExists(path);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                throw new LabException("could not remove the control group " + group + ": " + e.getMessage(), e);
            }
        }
    }

    /** Goes on where groups end meanwhile: an engine that has systemd make them loses them as soon as they are empty. */
    private abstract static class Walk extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) throws IOException {
            if (e != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
