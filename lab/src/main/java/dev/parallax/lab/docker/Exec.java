package dev.parallax.lab.docker;

import static dev.parallax.lab.docker.DockerCalls.call;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.parallax.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs commands in containers. */
final class Exec {
    /** How long the engine may take beyond the command's own limit. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private Exec() {}

    static ExecResult run(DockerCalls calls, String name, String id, Duration limit, List<String> command) {
        String shown = String.join(" ", command);
        // The command is ended on the host, so that nothing goes on running there after we have stopped listening.
        List<String> limited =
                new ArrayList<>(List.of("timeout", "--kill-after=2", Math.max(1, limit.toMillis()) / 1000.0 + "s"));
        limited.addAll(command);
        String exec = call("run `" + shown + "` on " + name, () -> calls.quick()
                        .execCreateCmd(id)
                        .withCmd(limited.toArray(String[]::new))
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec())
                .getId();
        Output output = new Output();
        try (output) {
            calls.patient().execStartCmd(exec).exec(output);
            if (!output.awaitCompletion(limit.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(name + " does not answer: `" + shown + "` was given up after "
                        + limit.plus(MARGIN).toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while `" + shown + "` ran on " + name, e);
        } catch (IOException e) {
            throw new LabException("could not run `" + shown + "` on " + name + ": " + e.getMessage(), e);
        }
        int exitCode = call("learn how `" + shown + "` ended on " + name, () -> exitCode(calls, exec));
        return new ExecResult(
                name,
                shown,
                exitCode,
                output.stdout.toString(StandardCharsets.UTF_8),
                output.stderr.toString(StandardCharsets.UTF_8));
    }

    /** The stream ends a moment before the engine has noted the exit code. */
    private static int exitCode(DockerCalls calls, String exec) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (true) {
            InspectExecResponse state = calls.quick().inspectExecCmd(exec).exec();
            if (state.getExitCodeLong() != null) {
                return state.getExitCodeLong().intValue();
            }
            if (System.nanoTime() > deadline) {
                throw new LabException("the engine does not know the exit code");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static final class Output extends ResultCallback.Adapter<Frame> {
        private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? stderr : stdout).writeBytes(frame.getPayload());
        }
    }
}
