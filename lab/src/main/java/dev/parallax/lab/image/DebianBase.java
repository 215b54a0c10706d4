package dev.parallax.lab.image;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Makes a small Debian 12 from packages, where the machine gets its own packages from. */
final class DebianBase {
    static final String SUITE = "bookworm";

    static final List<String> PACKAGES = List.of(
            "ca-certificates",
            "curl",
            "dbus",
            "iproute2",
            "iputils-ping",
            "kmod",
            "perl",
            "procps",
            "python3",
            "systemd",
            "systemd-sysv");

    private static final List<String> LEFT_OUT = List.of("/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*");
    private static final int KEPT = 20;

    private DebianBase() {}

    /** True when this machine has the tool for it. */
    static boolean possible() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, "mmdebstrap")));
    }

    /** Writes the file system as a tar archive. */
    static void make(Path archive, String task, Progress progress) {
        List<String> sources = AptSources.ofThisMachine().lines(SUITE);
        List<String> command =
                new ArrayList<>(List.of("mmdebstrap", "--variant=minbase", "--include=" + String.join(",", PACKAGES)));
        AptSources.options().forEach(option -> command.add("--aptopt=" + option));
        LEFT_OUT.forEach(path -> command.add("--dpkgopt=path-exclude=" + path));
        command.add("--dpkgopt=path-include=/usr/share/doc/*/copyright");
        command.add("--format=tar");
        command.add(SUITE);
        command.add(archive.toString());
        command.addAll(sources);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread ending = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(ending);
            try {
                Deque<String> last = follow(process, task, progress);
                if (process.waitFor() != 0) {
                    throw new LabException("mmdebstrap could not make a Debian 12; the end of what it said:\n"
                            + String.join("\n", last));
                }
            } finally {
                process.destroy();
                if (!Thread.currentThread().isInterrupted()) {
                    forget(ending);
                }
            }
        } catch (IOException e) {
            throw new LabException("could not run mmdebstrap: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while a Debian 12 was made", e);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook does its work.
        }
    }

    private static Deque<String> follow(Process process, String task, Progress progress) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last.addLast(line);
                if (last.size() > KEPT) {
                    last.removeFirst();
                }
                progress.update(task, line.strip());
            }
        }
        return last;
    }
}
