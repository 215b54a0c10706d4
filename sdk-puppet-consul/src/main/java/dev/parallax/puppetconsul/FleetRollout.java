package dev.parallax.puppetconsul;

import dev.parallax.SystemTime;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DurationText;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Observation;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A revision on its way through the fleet, and with it, where that was ordered, the repair of what was changed by hand. */
final class FleetRollout implements Rollout {
    private final String application;
    private final long revision;
    private final boolean repairing;
    private final Supplier<World> world;
    private final Supplier<ConsulView> view;

    FleetRollout(
            String application, long revision, boolean repairing, Supplier<World> world, Supplier<ConsulView> view) {
        this.application = application;
        this.revision = revision;
        this.repairing = repairing;
        this.world = world;
        this.view = view;
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
        return Observation.of(world.get(), application).orElseThrow(this::gone);
    }

    private BackendException gone() {
        return new BackendException("application " + application + " is not there any more: it was deleted");
    }

    @Override
    public ApplicationStatus await(Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        WorldReader reader = new WorldReader(Seal.NONE);
        ConsulView watched = view.get();
        long seen = 0;
        Optional<World> last = Optional.empty();
        boolean led = true;
        Optional<RuntimeException> trouble = Optional.empty();
        do {
            ConsulView.Sight sight = watched.await(seen, deadline.left());
            seen = sight.version();
            trouble = sight.failure();
            if (sight.snapshot().isPresent()) {
                World now = reader.read(
                        SystemTime.clock().instant(), sight.snapshot().get());
                last = Optional.of(now);
                led = sight.snapshot().get().isLed();
                AppRecord app = now.apps().get(application);
                // A view that is a moment behind does not know yet what was just applied.
                if (app != null && app.desired().value().revision() >= revision) {
                    refuseWhatWillNotBe(app);
                    ApplicationStatus status = Observation.of(now, application).orElseThrow();
                    if (status.isReady() && isNoted(status) && unrepaired(now).isEmpty()) {
                        return status;
                    }
                } else if (app == null && !world.get().apps().containsKey(application)) {
                    throw gone();
                }
            }
        } while (!deadline.isOver());
        throw new NotReachedException("puppet-consul: " + application + " revision " + revision + " is not ready after "
                + DurationText.format(timeout) + ": " + (led ? "" : Lead.NOBODY + "; ") + missing(last, trouble));
    }

    /** Whether the controller has noted that the revision came to be ready: only then does the next one not hide it. */
    private static boolean isNoted(ApplicationStatus status) {
        return status.rollout().state() == RolloutState.COMPLETE;
    }

    private void refuseWhatWillNotBe(AppRecord app) {
        Desired desired = app.desired().value();
        if (desired.isDeleting()) {
            throw new BackendException("application " + application + " is being deleted");
        }
        Optional<String> failure = app.status()
                .value()
                .filter(status -> status.revision() == revision)
                .flatMap(ControllerStatus::failure);
        if (desired.revision() > revision) {
            throw new BackendException(
                    desired.rolledBackFrom().filter(from -> from == revision).isPresent()
                            ? "revision " + revision + " of application " + application
                                    + " failed and was rolled back by revision " + desired.revision() + ", version "
                                    + desired.version()
                                    + desired.reason()
                                            .map(reason -> ": " + reason)
                                            .orElse("")
                            : "revision " + revision + " of application " + application + " was replaced by "
                                    + desired.revision());
        }
        if (failure.isPresent()) {
            throw new BackendException("application " + application + ": " + failure.get());
        }
    }

    private String missing(Optional<World> last, Optional<RuntimeException> trouble) {
        if (trouble.isPresent()) {
            return String.valueOf(trouble.get().getMessage());
        }
        Optional<ApplicationStatus> status = last.flatMap(now -> Observation.of(now, application));
        if (status.isEmpty()) {
            return "nothing is known of it";
        }
        List<String> missing = new ArrayList<>(status.get().missing());
        last.ifPresent(now -> missing.addAll(unrepaired(now)));
        last.map(now -> now.apps().get(application))
                .flatMap(app -> app.status().value())
                .ifPresentOrElse(
                        said -> missing.addAll(said.waiting()),
                        () -> missing.add("no controller has looked at it; is one running?"));
        return missing.isEmpty()
                ? "no controller has noted that all is ready; is one running?"
                : String.join("; ", missing);
    }

    /** What hosts have not put right yet, in words. */
    private List<String> unrepaired(World now) {
        if (!repairing) {
            return List.of();
        }
        return FleetDrift.of(now, application).standing().stream()
                .map(difference -> difference.kind() + " " + difference.name() + " is as it was changed by hand on "
                        + difference.host().orElseThrow())
                .toList();
    }
}
