package dev.parallax.puppetconsul.consul;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.ResponseHandler;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.execchain.RequestAbortedException;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * A client whose requests end in time whatever a server does: its own limit is from one byte to the next, so that an answer that
 * comes byte by byte would be waited for without end.
 */
@SuppressWarnings("deprecation") // two methods of the interface are
final class BoundedHttpClient extends CloseableHttpClient {
    private final CloseableHttpClient client;
    private final Duration limit;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "parallax-consul-limit");
        thread.setDaemon(true);
        return thread;
    });

    /** Owns the client. */
    BoundedHttpClient(CloseableHttpClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /** With the handler that reads the answer, as consul-api asks: then all of it is within the limit. */
    @Override
    public <T> T execute(HttpUriRequest request, ResponseHandler<? extends T> handler) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> end = timer.schedule(
                () -> {
                    late.set(true);
                    request.abort();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, handler);
        } catch (IOException e) {
            if (late.get()) {
                throw new RequestAbortedException("after " + limit.toSeconds() + " s", e);
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, @Nullable HttpContext context)
            throws IOException {
        return client.execute(target, request, context);
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        client.close();
    }

    @Override
    @Deprecated
    public HttpParams getParams() {
        return client.getParams();
    }

    @Override
    @Deprecated
    public ClientConnectionManager getConnectionManager() {
        return client.getConnectionManager();
    }
}
