package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Subscription;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one observer of each new status, on a thread of its own. Several changes at once may become one call. */
final class StatusWatch implements Runnable, Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final LiveViews.Lease lease;
    private final Consumer<ApplicationStatus> observer;
    private volatile boolean closed;

    StatusWatch(LiveViews.Lease lease, Consumer<ApplicationStatus> observer) {
        this.lease = lease;
        this.observer = observer;
    }

    @Override
    public void run() {
        LiveView view = lease.view();
        ApplicationStatus told = null;
        long seen = -1;
        try {
            while (!closed && !view.isClosed()) {
                seen = view.awaitChange(seen, FOR_EVER);
                told = tell(read(view), told);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lease.close();
        }
    }

    private static @Nullable ApplicationStatus read(LiveView view) {
        try {
            return StatusReader.read(view.view()).orElse(null);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a status that cannot be read; the next change is read again");
            return null;
        }
    }

    private @Nullable ApplicationStatus tell(@Nullable ApplicationStatus status, @Nullable ApplicationStatus told) {
        if (closed || status == null || status.equals(told)) {
            return status == null ? null : told;
        }
        try {
            observer.accept(status);
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("application", status.application())
                    .log("an observer of a watch failed");
        }
        return status;
    }

    @Override
    public void close() {
        closed = true;
        lease.view().signal();
    }
}
