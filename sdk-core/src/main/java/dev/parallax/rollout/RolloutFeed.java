package dev.parallax.rollout;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Subscription;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one application's rollouts, from now on, whoever began them and from whatever process:
 *
 * <pre>{@code
 * Subscription feed = RolloutFeed.follow(backend, "keystone", event -> System.out.println(event.text()));
 * backend.apply(application).await(Duration.ofMinutes(5));
 * feed.close();
 * }</pre>
 */
public final class RolloutFeed {
    private final Backend backend;
    private final Consumer<RolloutEvent> observer;
    private @Nullable ApplicationStatus last;
    private List<List<Part>> waves = List.of();
    /** Waves of the present revision that have begun. */
    private final Set<Integer> begun = new HashSet<>();

    private RolloutFeed(Backend backend, Consumer<RolloutEvent> observer) {
        this.backend = backend;
        this.observer = observer;
    }

    /**
     * Calls the observer with each event, in order, on one thread of the backend's own, until the subscription is closed: first with what
     * is wanted now, if the orchestrator knows the application, then with what happens. Observers return quickly. It goes on after {@link
     * RolloutEvent.Done} and {@link RolloutEvent.Failed}, with whatever is applied next.
     */
    public static Subscription follow(Backend backend, String application, Consumer<RolloutEvent> observer) {
        return backend.watch(application, new RolloutFeed(backend, observer)::accept);
    }

    private void accept(ApplicationStatus status) {
        ApplicationStatus before = last;
        last = status;
        if (before == null || before.revision() != status.revision()) {
            begun.clear();
            waves = waves(status);
        }
        List<RolloutEvent> events =
                before == null ? RolloutEvents.first(status) : RolloutEvents.between(before, status);
        for (RolloutEvent event : events) {
            wave(event).ifPresent(observer);
            observer.accept(event);
        }
    }

    /** In the order of what requires what; services, which come first, are no wave of their own. */
    private List<List<Part>> waves(ApplicationStatus status) {
        return backend.history(status.application()).stream()
                .filter(revision -> revision.number() == status.revision())
                .findFirst()
                .map(Revision::definition)
                .map(Waves::of)
                .orElse(List.of())
                .stream()
                .filter(wave -> wave.stream().noneMatch(part -> part.kind() == Part.Kind.SERVICE))
                .toList();
    }

    private Optional<RolloutEvent> wave(RolloutEvent event) {
        Optional<Part> part = part(event);
        for (int wave = 0; wave < waves.size(); wave++) {
            if (part.filter(waves.get(wave)::contains).isPresent() && begun.add(wave)) {
                return Optional.of(new RolloutEvent.WaveBegun(wave + 1, waves.size()));
            }
        }
        return Optional.empty();
    }

    /** What an event shows to be on its way. */
    private static Optional<Part> part(RolloutEvent event) {
        if (event instanceof RolloutEvent.StepStarted step) {
            return Optional.of(new Part(Part.Kind.STEP, step.step()));
        }
        if (event instanceof RolloutEvent.ReplicaStarted replica) {
            return Optional.of(new Part(Part.Kind.ROLE, replica.role()));
        }
        return event instanceof RolloutEvent.ReplicaStopping replica
                ? Optional.of(new Part(Part.Kind.ROLE, replica.role()))
                : Optional.empty();
    }
}
