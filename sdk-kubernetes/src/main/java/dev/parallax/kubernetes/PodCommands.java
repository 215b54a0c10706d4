package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
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

    private final Cluster cluster;

    PodCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CommandResult exec(String namespace, String pod, String container, Duration limit, List<String> command)
            throws InterruptedException {
        String what = "run " + command.get(0) + " in " + namespace + "/" + pod + "/" + container;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ExecWatch running = cluster.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .writingOutput(output)
                .writingError(output)
                .exec(command.toArray(String[]::new))) {
            int exitStatus = running.exitCode().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new CommandResult(exitStatus, output.toString(StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new BackendException("kubernetes: cannot " + what + " within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw cluster.errors().translate(what, e.getCause() == null ? e : e.getCause());
        } catch (KubernetesClientException e) {
            throw cluster.errors().translate(what, e);
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
