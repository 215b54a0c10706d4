package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A rollout that another process sees to, or nobody any more: watched and not driven. */
final class ObservedRollout implements Rollout {
    private final String application;
    private final long revision;
    private final Supplier<ApplicationStatus> observe;
    private final Supplier<LiveViews.Lease> leases;
    private final LongSupplier nanoTime;

    ObservedRollout(
            String application,
            long revision,
            Supplier<ApplicationStatus> observe,
            Supplier<LiveViews.Lease> leases,
            LongSupplier nanoTime) {
        this.application = application;
        this.revision = revision;
        this.observe = observe;
        this.leases = leases;
        this.nanoTime = nanoTime;
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public ApplicationStatus status() {
        return observe.get();
    }

    @Override
    public ApplicationStatus await(Duration timeout) throws InterruptedException {
        long start = nanoTime.getAsLong();
        long seen = -1;
        try (LiveViews.Lease lease = leases.get()) {
            while (true) {
                Duration left = timeout.minusNanos(nanoTime.getAsLong() - start);
                seen = lease.view().awaitChange(seen, left.isNegative() ? Duration.ZERO : left);
                if (lease.view().isClosed()) {
                    throw new BackendException("kubernetes: the backend that followed " + application + " was closed");
                }
                ClusterView view = lease.view().view();
                ApplicationStatus status = status(view);
                refuseWhatWillNotBe(status);
                if (status.isReady() && status.rollout().state() == RolloutState.COMPLETE && Progress.isServed(view)) {
                    return status;
                }
                if (left.isNegative() || left.isZero()) {
                    throw new NotReachedException("kubernetes: " + application + " revision " + revision
                            + " is not ready after " + DurationText.format(timeout) + ": "
                            + Missing.of(status, List.of()));
                }
            }
        }
    }

    private ApplicationStatus status(ClusterView view) {
        return StatusReader.read(view)
                .orElseThrow(() ->
                        new BackendException("kubernetes: application " + application + " is not there any more"));
    }

    /** That a revision will not be, since a later one is wanted. */
    static BackendException replaced(String application, long revision, long newer, Optional<String> reason) {
        return new BackendException("kubernetes: revision " + revision + " of " + application
                + " was replaced by revision " + newer
                + reason.map(why -> ", " + why).orElse(""));
    }

    private void refuseWhatWillNotBe(ApplicationStatus status) {
        if (status.deleting()) {
            throw new BackendException("kubernetes: " + application + " is being deleted");
        }
        if (status.revision() > revision) {
            throw replaced(
                    application, revision, status.revision(), status.rollout().reason());
        }
        status.rollout().failure().ifPresent(failure -> {
            throw new BackendException("kubernetes: " + application + " revision " + revision + ": " + failure);
        });
    }
}
