package dev.parallax.cli;

import dev.parallax.lab.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says on standard error what is being done and for how long. On a terminal the tasks that run share one line that is
 * written again and again, and a table below it where a task has one; elsewhere a task has a line when it begins and one when it ends, and says every half minute
 * that it is still at it. Never guesses how long the rest will take. Thread-safe.
 */
final class ProgressDisplay implements Progress, AutoCloseable {
    private static final Duration REFRESH = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final String ERASE_LINE = "\r\033[K";
    private static final String ERASE_BELOW = "\r\033[J";
    /** A terminal that was made narrower since the start cuts the line instead of going on in the next. */
    private static final String NO_WRAP = "\033[?7l";

    private static final String WRAP = "\033[?7h";

    private final PrintWriter err;
    private final Terminal terminal;
    private final LongSupplier nanoseconds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Running> tasks = new LinkedHashMap<>();
    private @Nullable Thread painter;

    private static final class Running {
        final long began;
        long lastBeat;
        String detail = "";
        List<String> table = List.of();

        Running(long now) {
            began = now;
            lastBeat = now;
        }
    }

    ProgressDisplay(PrintWriter err, Terminal terminal, LongSupplier nanoseconds) {
        this.err = err;
        this.terminal = terminal;
        this.nanoseconds = nanoseconds;
    }

    @Override
    public void started(String task) {
        locked(() -> {
            tasks.put(task, new Running(now()));
            if (!terminal.live()) {
                println(task + " ...");
            }
            startPainter();
        });
    }

    @Override
    public void update(String task, String detail) {
        locked(() -> {
            Running running = tasks.get(task);
            if (running == null) {
                println(task + ": " + detail);
            } else {
                running.detail = printable(detail.strip());
            }
        });
    }

    /** As {@link #update}, with a table that a terminal shows below the line. */
    void update(String task, String detail, List<String> table) {
        locked(() -> {
            Running running = tasks.get(task);
            if (running != null) {
                running.detail = printable(detail);
                running.table = table.stream().map(ProgressDisplay::printable).toList();
            }
        });
    }

    private static String printable(String text) {
        return text.stripTrailing().replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public void finished(String task, Duration duration) {
        locked(() -> {
            boolean known = tasks.remove(task) != null;
            // What took no time needs a line only where its beginning had none.
            if (!known || terminal.live() || duration.toMillis() >= 1000) {
                println(task + ": done in " + text(duration));
            }
        });
    }

    @Override
    public void failed(String task, String reason) {
        locked(() -> {
            tasks.remove(task);
            println(task + ": failed: " + reason.lines().findFirst().orElse("for a reason it did not give"));
        });
    }

    /** As {@link #run}, for work whose failure is told by whoever ends the command: not twice. */
    <T, E extends Exception> T attempt(String task, Work<T, E> work) throws E {
        long began = now();
        started(task);
        try {
            T result = work.run();
            finished(task, Duration.ofNanos(now() - began));
            return result;
        } finally {
            hidden(task);
        }
    }

    /** A task that a reader of a log can do without: shown on a terminal while it runs, and nowhere else. */
    void shown(String task) {
        locked(() -> {
            tasks.put(task, new Running(now()));
            startPainter();
        });
    }

    /** Ends what {@link #shown} began. */
    void hidden(String task) {
        locked(() -> tasks.remove(task));
    }

    /** A line that stays, above the running tasks. */
    void note(String line) {
        locked(() -> println(line));
    }

    /** Forgets the running tasks without saying that they were done: the work was cut short. */
    @Override
    public void close() {
        lock.lock();
        try {
            erase();
            err.flush();
            tasks.clear();
            if (painter != null) {
                painter.interrupt();
                painter = null;
            }
        } finally {
            lock.unlock();
        }
    }

    static String text(Duration duration) {
        if (duration.toMillis() < 9_950) {
            return "%.1f s".formatted(duration.toMillis() / 1000.0);
        }
        long seconds = duration.plusMillis(500).toSeconds();
        return seconds < 60 ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            erase();
            change.run();
            paint();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return nanoseconds.getAsLong();
    }

    private void startPainter() {
        if (painter != null) {
            return;
        }
        Thread thread = new Thread(this::repaint, "progress");
        thread.setDaemon(true);
        painter = thread;
        thread.start();
    }

    private void repaint() {
        try {
            while (true) {
                Thread.sleep(REFRESH.toMillis());
                lock.lockInterruptibly();
                try {
                    beat();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        if (terminal.live()) {
            paint();
            return;
        }
        tasks.forEach((task, running) -> {
            if (now() - running.lastBeat >= HEARTBEAT.toNanos()) {
                running.lastBeat = now();
                println(line(task, running));
            }
        });
    }

    private void paint() {
        if (tasks.isEmpty() || !terminal.live()) {
            return;
        }
        String line = tasks.entrySet().stream()
                .map(task -> line(task.getKey(), task.getValue()))
                .collect(Collectors.joining(" | "));
        List<String> table =
                tasks.values().stream().flatMap(task -> task.table.stream()).toList();
        StringBuilder painted = new StringBuilder(table.isEmpty() ? ERASE_LINE : ERASE_BELOW);
        painted.append(NO_WRAP).append(cut(line));
        table.forEach(row -> painted.append("\r\n").append(cut(row)));
        if (!table.isEmpty()) {
            painted.append("\033[").append(table.size()).append("A\r");
        }
        err.print(painted.append(WRAP));
        err.flush();
    }

    private String cut(String line) {
        int width = terminal.columns() - 1;
        return line.length() > width ? line.substring(0, width) : line;
    }

    private String line(String task, Running running) {
        Duration elapsed = Duration.ofSeconds((now() - running.began) / 1_000_000_000);
        String time = elapsed.toSeconds() < 60 ? elapsed.toSeconds() + " s" : text(elapsed);
        return task + " ... " + time + (running.detail.isEmpty() ? "" : " (" + running.detail + ")");
    }

    private void erase() {
        if (!tasks.isEmpty() && terminal.live()) {
            boolean table = tasks.values().stream().anyMatch(task -> !task.table.isEmpty());
            err.print(table ? ERASE_BELOW : ERASE_LINE);
            // What is written next may go to the other stream.
            err.flush();
        }
    }

    private void println(String line) {
        err.println(line);
        err.flush();
    }
}
