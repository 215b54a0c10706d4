package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileLockTest {
    private final Path file;

    FileLockTest(@TempDir Path folder) {
        this.file = folder.resolve("deep/lock");
    }

    @Test
    void mayBeTakenAgainByItsHolder() {
        assertThat(FileLock.<String, RuntimeException>holding(
                        file, Progress.NONE, () -> FileLock.holding(file, Progress.NONE, () -> "inner")))
                .isEqualTo("inner");
        assertThat(FileLock.ifFree(file, () -> {})).isTrue();
    }

    @Test
    void waitsForAnotherProcessAndSaysSo() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (BufferedReader output = other.inputReader()) {
            assertThat(output.readLine()).isEqualTo("held");
            CountDownLatch waiting = new CountDownLatch(1);
            Future<Boolean> held = threads.submit(() -> FileLock.<Boolean, RuntimeException>holding(
                    file,
                    new Progress() {
                        @Override
                        public void update(String task, String detail) {
                            waiting.countDown();
                        }
                    },
                    () -> true));
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(held.isDone()).isFalse();
            assertThat(FileLock.ifFree(file, () -> {})).isFalse();
            other.destroyForcibly();
            assertThat(held.get(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroyForcibly();
            threads.shutdownNow();
        }
    }

    /** Another process that holds the lock until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) {
            FileLock.<Boolean, RuntimeException>holding(Path.of(arguments[0]), Progress.NONE, () -> {
                System.out.println("held");
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return true;
            });
        }
    }
}
