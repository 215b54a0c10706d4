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

/**
 * A lock on a file that keeps threads and processes apart, and that its holder may take again. The system lets go of it when the
 * process ends, however it ends.
 */
public final class FileLock {
    /** The system's locks belong to the process, so threads are kept apart here. */
    private static final Map<Path, FileLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock thread = new ReentrantLock();
    private @Nullable FileChannel channel;

    private FileLock(Path file) {
        this.file = file;
    }

    /**
     * Does the work while this thread holds the lock on the file, which is made when it is missing and stays behind. Says so once
     * when it has to wait for another process.
     */
    public static <T, E extends Exception> T holding(Path file, Progress progress, Progress.Work<T, E> work) throws E {
        FileLock lock = LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), FileLock::new);
        lock.thread.lock();
        try {
            lock.open(progress);
            return work.run();
        } finally {
            lock.release();
        }
    }

    /** Does the work if nobody else holds the lock on the file, and says whether. Waits for nothing. */
    public static boolean ifFree(Path file, Runnable work) {
        FileLock lock = LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), FileLock::new);
        if (!lock.thread.tryLock()) {
            return false;
        }
        try {
            boolean free = lock.opened();
            if (free) {
                work.run();
            }
            return free;
        } finally {
            lock.release();
        }
    }

    /** False when another process holds it. */
    private boolean opened() {
        if (channel != null) {
            return true;
        }
        try {
            Files.createDirectories(file.getParent());
            FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = opened;
            return opened.tryLock() != null;
        } catch (IOException e) {
            throw new LabException("could not lock " + file + ": " + e.getMessage(), e);
        }
    }

    private void open(Progress progress) {
        if (opened() || channel == null) {
            return;
        }
        progress.update("wait", "another process is at work on the same thing (lock " + file + ")");
        try {
            if (!channel.lock().isValid()) {
                throw new IOException("the lock was lost");
            }
        } catch (IOException e) {
            throw new LabException("could not lock " + file + ": " + e.getMessage(), e);
        }
    }

    private void release() {
        try {
            if (thread.getHoldCount() == 1 && channel != null) {
                FileChannel held = channel;
                channel = null;
                held.close();
            }
        } catch (IOException e) {
            throw new LabException("could not let go of the lock " + file, e);
        } finally {
            thread.unlock();
        }
    }
}
