package dev.parallax.lab;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which processes work with a side of the lab. Any number may use it; who brings it up or removes it is refused while another
 * process uses it. The system's lock on a file says so: it ends with the process that holds it, and no child inherits it.
 */
final class SideUse {
    /** The system's locks belong to the process, so there is one of these for each file. */
    private static final Map<Path, SideUse> ALL = new ConcurrentHashMap<>();

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final int SHOWN = 60;

    private final Side side;
    private final Path file;
    private int users;
    private @Nullable FileChannel channel;

    private SideUse(Side side, Path file) {
        this.side = side;
        this.file = file;
    }

    static SideUse of(Places places, Side side) {
        // Not in the side's own folder, which goes with the side.
        Path file = places.state()
                .resolve("lab")
                .resolve(side.id() + ".lock")
                .toAbsolutePath()
                .normalize();
        return ALL.computeIfAbsent(file, path -> new SideUse(side, path));
    }

    /** From now on, and until {@link #end}, no other process changes the side. Refuses while one does. */
    synchronized void begin() {
        if (users == 0) {
            take(true);
        }
        users++;
    }

    /** As often as {@link #begin}. */
    synchronized void end() {
        users--;
        if (users == 0) {
            letGo();
        }
    }

    /**
     * Does the work while no other process uses the side, and refuses if one does; uses by this process are its own affair. The
     * caller keeps others from doing the same meanwhile.
     */
    synchronized void alone(Runnable work) {
        letGo();
        try {
            take(false);
            work.run();
        } finally {
            letGo();
            if (users > 0) {
                take(true);
            }
        }
    }

    private void take(boolean shared) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel opened = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (opened.tryLock(0, Long.MAX_VALUE, shared) == null) {
                opened.close();
                throw new LabException(shared ? beingChanged() : inUse());
            }
            channel = opened;
        } catch (IOException e) {
            throw new LabException("could not lock " + file + ": " + e.getMessage(), e);
        }
    }

    private void letGo() {
        FileChannel held = channel;
        if (held == null) {
            return;
        }
        channel = null;
        try {
            held.close();
        } catch (IOException e) {
            throw new LabException("could not let go of the lock " + file, e);
        }
    }

    private String inUse() {
        List<Long> holders = holders();
        String end = holders.isEmpty()
                ? ""
                : " or end it with `kill "
                        + holders.stream().map(String::valueOf).collect(joining(" ")) + "`";
        return "the lab's " + side + " side is in use by " + shown(holders) + ": wait until that is done" + end
                + ", then try again";
    }

    private String beingChanged() {
        return "the lab's " + side + " side is being brought up or removed by " + shown(holders())
                + ": try again when that is done";
    }

    private static String shown(List<Long> holders) {
        return holders.isEmpty()
                ? "another process"
                : holders.stream().map(SideUse::shown).collect(joining(" and "));
    }

    private static String shown(long process) {
        Optional<String[]> arguments =
                ProcessHandle.of(process).flatMap(handle -> handle.info().arguments());
        return "process " + process
                + arguments
                        .flatMap(SideUse::command)
                        .map(command -> " (`" + command + "`)")
                        .orElse("");
    }

    /** What the command line was asked to do; empty for another program that uses the lab as a library. */
    private static Optional<String> command(String[] arguments) {
        for (int index = 1; index < arguments.length; index++) {
            if (arguments[index - 1].equals("-jar")) {
                String command = String.join(" ", List.of(arguments).subList(index + 1, arguments.length));
                return Optional.of(
                        "parallax " + (command.length() > SHOWN ? command.substring(0, SHOWN) + "..." : command));
            }
        }
        return Optional.empty();
    }

    /** The processes that hold the lock, as the kernel lists them; empty where it tells nothing, as in another process namespace. */
    private List<Long> holders() {
        try {
            // Asked of the path: opening and closing the file here would end this process's own lock.
            String inode = ":" + Files.getAttribute(file, "unix:ino");
            List<Long> holders = new ArrayList<>();
            for (String line : Files.readAllLines(LOCKS)) {
                String[] fields = line.strip().split("\\s+");
                // 1: POSIX ADVISORY READ 4711 fe:00:845043 0 EOF; who waits for a lock has "->" after the number.
                if (fields.length == 8 && fields[1].equals("POSIX") && fields[5].endsWith(inode)) {
                    holders.add(Long.parseLong(fields[4]));
                }
            }
            return holders.stream()
                    .filter(process -> process > 0)
                    .sorted()
                    .distinct()
                    .toList();
        } catch (IOException | NumberFormatException e) {
            return List.of();
        }
    }
}
