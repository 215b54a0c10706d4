package dev.parallax.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that end in time whatever a server does. The client's own limit is for the beginning of an answer: one that then comes
 * byte by byte, or stops coming, would be waited for without end.
 */
final class BoundedCalls implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "parallax-kubernetes-request");
        thread.setDaemon(true);
        return thread;
    });
    private final Duration limit;

    BoundedCalls(Duration limit) {
        this.limit = limit;
    }

    /** The request's own result or error; a {@link KubernetesClientException} when the time is up or the thread is interrupted. */
    <T extends @Nullable Object> T call(Supplier<T> request) {
        Future<T> answer = submit(request);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new KubernetesClientException("no whole answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new KubernetesClientException(String.valueOf(e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    private <T extends @Nullable Object> Future<T> submit(Supplier<T> request) {
        try {
            return threads.submit(request::get);
        } catch (RejectedExecutionException e) {
            throw new KubernetesClientException("the connection was closed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
