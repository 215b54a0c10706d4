package dev.parallax.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the machine itself, such as {@code ip}. */
public final class Commands {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Commands() {}

    /** How a command ended: its exit status and both its outputs. */
    public record Outcome(int exitStatus, String output) {}

    /** Runs a command that is expected to succeed and returns what it printed. */
    public static String run(String... command) {
        Outcome outcome = attempt(command);
        if (outcome.exitStatus() != 0) {
            throw new LabException("`" + String.join(" ", command) + "` failed with status " + outcome.exitStatus()
                    + ": " + outcome.output().strip());
        }
        return outcome.output();
    }

    /** Runs a command that may fail. */
    public static Outcome attempt(String... command) {
        String shown = "`" + String.join(" ", command) + "`";
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new LabException(shown + " took longer than " + LIMIT.toSeconds() + " s");
                }
                return new Outcome(process.exitValue(), text);
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + shown + " ran", e);
        } catch (IOException e) {
            throw new LabException("could not run " + shown + ": " + e.getMessage(), e);
        }
    }
}
