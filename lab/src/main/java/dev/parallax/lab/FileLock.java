package dev.parallax.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A lock on a file that keeps threads and processes apart. The system lets go of it when its holder ends, however it ends. */
public final class FileLock {
    /** The system's locks belong to the process, so threads are kept apart here. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;

    private FileLock(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /** Waits for the lock on this file, which is made when it is missing and stays behind. Says so once when it has to wait. */
    private static FileLock acquire(Path file, Progress progress) {
        ReentrantLock thread = THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
        thread.lock();
        FileChannel channel = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                progress.update("wait", "another process is at work on the same thing (lock " + file + ")");
                if (channel.lock() == null) {
                    throw new LabException("could not lock " + file);
                }
            }
            return new FileLock(thread, channel);
        } catch (IOException e) {
            thread.unlock();
            close(channel, e);
            throw new LabException("could not lock " + file + ": " + e.getMessage(), e);
        }
    }

    /** Does the work while this process holds the lock on the file. */
    public static <T, E extends Exception> T holding(Path file, Progress progress, Progress.Work<T, E> work) throws E {
        FileLock lock = acquire(file, progress);
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }

    private static void close(@Nullable FileChannel channel, IOException failure) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LabException("could not let go of a lock", e);
        } finally {
            thread.unlock();
        }
    }
}
