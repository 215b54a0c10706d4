package dev.parallax.cli.doctor;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Installs Debian packages without asking anything; finishes first what an interrupted run left half done. */
final class Apt {
    private static final int LINES_OF_FAILURE = 12;

    private final Repairs repairs;
    private final Progress progress;

    Apt(Repairs repairs, Progress progress) {
        this.repairs = repairs;
        this.progress = progress;
    }

    void install(List<String> packages) throws InterruptedException {
        String task = "Installing " + String.join(", ", packages);
        progress.run(task, () -> {
            // What it cannot finish, --fix-broken can.
            status(task, List.of("dpkg", "--configure", "-a"), new ArrayDeque<>());
            run(task, apt("update"));
            run(task, apt("--fix-broken", "install"));
            List<String> install = new ArrayList<>(apt("install", "--no-install-recommends"));
            install.addAll(packages);
            run(task, install);
            return true;
        });
    }

    private static List<String> apt(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"));
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String task, List<String> command) throws InterruptedException {
        Deque<String> last = new ArrayDeque<>();
        int status = status(task, command, last);
        if (status != 0) {
            throw new LabException("`" + String.join(" ", command) + "` ended with status " + status + ":\n"
                    + String.join("\n", last));
        }
    }

    /** Runs the command and returns its status; its last lines are left in {@code last}. */
    private int status(String task, List<String> command, Deque<String> last) throws InterruptedException {
        return repairs.run(command, line -> {
            progress.update(task, line);
            last.addLast(line);
            if (last.size() > LINES_OF_FAILURE) {
                last.removeFirst();
            }
        });
    }
}
