package dev.parallax.comparison.history;

import dev.parallax.comparison.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A history that is being written: JSON Lines, only ever appended to. A thread of its own writes, so that recording costs the caller a
 * queue's entry.
 *
 * <p>What was recorded reaches the operating system within a quarter of a second, and the disk at the end of each trial and
 * on {@link #close()}. A program killed in between leaves whole lines and at most one torn one at the end, which {@link
 * HistoryReader} passes over.
 */
public final class HistoryFile implements Recorder, AutoCloseable {
    private static final long GATHER_MILLIS = 200;
    private static final int LARGEST_BATCH = 4096;

    private final Path file;
    private final FileChannel channel;
    private final Ticker ticker;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final Thread writer;
    private volatile boolean closed;

    private sealed interface Entry {
        record Line(Event event) implements Entry {}

        record End() implements Entry {}
    }

    private HistoryFile(Path file, FileChannel channel, Ticker ticker) {
        this.file = file;
        this.ticker = ticker;
        this.channel = channel;
        this.writer = new Thread(this::write, "parallax-history");
        writer.setDaemon(true);
        writer.start();
    }

    /** Starts a new history; a file that is already there is an error, for a history is never overwritten. */
    public static HistoryFile create(Path file, Ticker ticker) {
        try {
            return new HistoryFile(
                    file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ticker);
        } catch (IOException e) {
            throw new HistoryException("cannot create the history " + file + ": " + e.getMessage(), e);
        }
    }

    public Path file() {
        return file;
    }

    /** Throws {@link HistoryException} when an earlier event could not be written. */
    @Override
    public void record(Event event) {
        throwFailure();
        if (closed) {
            throw new IllegalStateException("the history " + file + " is closed");
        }
        queue.add(new Entry.Line(event));
    }

    /** Writes what is left, to the disk. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        queue.add(new Entry.End());
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throwFailure();
    }

    private void write() {
        try (channel) {
            List<Entry> batch = new ArrayList<>();
            boolean ended = false;
            while (!ended) {
                batch.clear();
                batch.add(queue.take());
                gather(batch);
                ended = writeBatch(batch);
            }
        } catch (IOException e) {
            failure.set(e);
        } catch (InterruptedException e) {
            failure.set(new IOException("interrupted while writing", e));
        }
    }

    /** Waits a moment for more, so that a file system sees few large writes; a trial's end goes out at once. */
    private void gather(List<Entry> batch) throws InterruptedException {
        long until = ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
        while (batch.size() < LARGEST_BATCH && !endsBatch(batch.get(batch.size() - 1))) {
            Entry next = queue.poll(until - ticker.nanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    private static boolean endsBatch(Entry entry) {
        return entry instanceof Entry.End || (entry instanceof Entry.Line line && isSynced(line.event()));
    }

    private static boolean isSynced(Event event) {
        return event instanceof Event.TrialEnded
                || event instanceof Event.RunStarted
                || event instanceof Event.RunEnded;
    }

    private boolean writeBatch(List<Entry> batch) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean ended = false;
        boolean sync = false;
        for (Entry entry : batch) {
            if (entry instanceof Entry.Line line) {
                text.append(HistoryFormat.WRITER.writeValueAsString(line.event()))
                        .append('\n');
                sync |= isSynced(line.event());
            } else {
                ended = true;
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (sync || ended) {
            channel.force(false);
        }
        return ended;
    }

    private void throwFailure() {
        IOException problem = failure.get();
        if (problem != null) {
            throw new HistoryException(
                    "cannot write the history " + file + ": " + problem.getMessage(),
                    new UncheckedIOException(problem));
        }
    }
}
