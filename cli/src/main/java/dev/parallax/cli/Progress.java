package dev.parallax.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says on standard error what is being done and for how long. On a terminal the step that is running is one line
 * that is written again and again; elsewhere each step has a line when it begins and, if it took a second or
 * more, one when it ends, so that a log shows both. Never guesses how long the rest will take. Thread-safe.
 */
final class Progress implements AutoCloseable {
    private static final Duration REFRESH = Duration.ofMillis(200);
    /** How often a log learns that a long step is still running. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final Terminal terminal;
    private final LongSupplier nanoseconds;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable String step;
    private String detail = "";
    private long began;
    private long lastBeat;
    private @Nullable Thread painter;

    Progress(PrintWriter err, Terminal terminal, LongSupplier nanoseconds) {
        this.err = err;
        this.terminal = terminal;
        this.nanoseconds = nanoseconds;
    }

    /** Ends the step that was running, if any, and begins this one. */
    void step(String title) {
        lock.lock();
        try {
            if (title.equals(step)) {
                return;
            }
            finish();
            step = title;
            detail = "";
            began = nanoseconds.getAsLong();
            lastBeat = began;
            if (!terminal.live()) {
                println(title + " ...");
            }
            startPainter();
            paint();
        } finally {
            lock.unlock();
        }
    }

    /** What the running step is at; shown beside it on a terminal, and with its next line elsewhere. */
    void detail(String text) {
        lock.lock();
        try {
            detail = text;
            paint();
        } finally {
            lock.unlock();
        }
    }

    /** A line that stays, above the running step. */
    void note(String line) {
        lock.lock();
        try {
            erase();
            println(line);
            paint();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the running step as done. */
    void done() {
        lock.lock();
        try {
            finish();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the running step without saying that it was done: it failed or was interrupted. */
    @Override
    public void close() {
        lock.lock();
        try {
            erase();
            err.flush();
            step = null;
            if (painter != null) {
                painter.interrupt();
                painter = null;
            }
        } finally {
            lock.unlock();
        }
    }

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }

    private void finish() {
        if (step == null) {
            return;
        }
        erase();
        Duration took = elapsed();
        if (took.toSeconds() > 0) {
            println(step + ": done in " + duration(took));
        } else if (terminal.live()) {
            println(step + ": done");
        }
        step = null;
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoseconds.getAsLong() - began);
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
        } else if (step != null && nanoseconds.getAsLong() - lastBeat >= HEARTBEAT.toNanos()) {
            lastBeat = nanoseconds.getAsLong();
            println(line());
        }
    }

    private void paint() {
        if (step == null || !terminal.live()) {
            return;
        }
        String line = line();
        int width = terminal.columns() - 1;
        err.print(ERASE_LINE + (line.length() > width ? line.substring(0, width) : line));
        err.flush();
    }

    private String line() {
        return step + " ... " + duration(elapsed()) + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    private void erase() {
        if (step != null && terminal.live()) {
            err.print(ERASE_LINE);
        }
    }

    private void println(String line) {
        err.println(line);
        err.flush();
    }
}
