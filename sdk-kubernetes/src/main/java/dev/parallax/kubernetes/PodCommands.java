package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.NotReachedException;
import dev.parallax.definition.DurationText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands in containers and reads their logs, with an end to each. */
final class PodCommands {
    private static final int TAIL = 20;
    /** Bytes that a command may write to each of its streams. */
    private static final int MOST = 1 << 20;

    private final Cluster cluster;

    PodCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CommandResult exec(String namespace, String pod, String container, Duration limit, List<String> command)
            throws InterruptedException {
        String what = "run " + command.get(0) + " in " + namespace + "/" + pod + "/" + container;
        Captured out = new Captured();
        Captured err = new Captured();
        try (ExecWatch running = cluster.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .writingOutput(out)
                .writingError(err)
                .exec(command.toArray(String[]::new))) {
            int exitStatus = running.exitCode().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (out.full || err.full) {
                throw new BackendException(
                        "kubernetes: cannot " + what + ": it writes more than " + MOST / 1024 + " KiB");
            }
            return new CommandResult(
                    exitStatus, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new NotReachedException(
                    "kubernetes: `" + String.join(" ", command) + "` in " + namespace + "/" + pod + "/" + container
                            + " takes longer than " + DurationText.format(limit) + "; it may still run there");
        } catch (ExecutionException e) {
            throw cluster.errors().translate(what, e.getCause() == null ? e : e.getCause());
        } catch (KubernetesClientException e) {
            throw cluster.errors().translate(what, e);
        }
    }

    /** The beginning of what a command writes. */
    private static final class Captured extends ByteArrayOutputStream {
        private boolean full;

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            int room = Math.min(length, MOST - count);
            full |= room < length;
            super.write(bytes, from, room);
        }
    }

    /** The last lines of the container's output. */
    String tail(String namespace, String pod, String container) {
        return cluster.call("read the log of " + namespace + "/" + pod, () -> cluster.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .tailingLines(TAIL)
                .getLog());
    }
}
