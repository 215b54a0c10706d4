package dev.parallax.kubernetes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The live views in use, one an application however many look at it; the last one to leave closes it. */
final class LiveViews implements AutoCloseable {
    private final Cluster cluster;
    private final Map<String, Shared> views = new HashMap<>();

    LiveViews(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A view that is up to date with the cluster as of now or later; closed with {@link Lease#close}. */
    Lease open(String namespace, String application) throws InterruptedException {
        Shared shared;
        synchronized (views) {
            shared = views.computeIfAbsent(
                    application, name -> new Shared(new LiveView(cluster, namespace, application)));
            shared.users++;
        }
        Lease lease = new Lease(application, shared);
        try {
            shared.start();
        } catch (InterruptedException | RuntimeException e) {
            lease.close();
            throw e;
        }
        return lease;
    }

    @Override
    public void close() {
        List<Shared> open;
        synchronized (views) {
            open = new ArrayList<>(views.values());
            views.clear();
        }
        open.forEach(shared -> shared.view.close());
    }

    private static final class Shared {
        private final LiveView view;
        private int users;
        private boolean started;

        Shared(LiveView view) {
            this.view = view;
        }

        synchronized void start() throws InterruptedException {
            if (!started) {
                view.start();
                started = true;
            }
        }
    }

    /** One user's share of a view. */
    final class Lease implements AutoCloseable {
        private final String application;
        private final Shared shared;
        private boolean closed;

        private Lease(String application, Shared shared) {
            this.application = application;
            this.shared = shared;
        }

        LiveView view() {
            return shared.view;
        }

        @Override
        public void close() {
            synchronized (views) {
                if (closed) {
                    return;
                }
                closed = true;
                shared.users--;
                if (shared.users > 0) {
                    return;
                }
                views.remove(application, shared);
            }
            shared.view.close();
        }
    }
}
