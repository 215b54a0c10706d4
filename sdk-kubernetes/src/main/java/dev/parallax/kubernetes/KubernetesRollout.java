package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DurationText;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.ClusterView.Recorded;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.plan.Part;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an application through its steps and roles, on a thread of its own: each part is applied as soon as the cluster shows
 * that what it requires is there. Nothing that runs depends on this thread: a replica that is replaced does not wait for
 * requirements again. Should the process end on the way, parts that were not yet applied stay as they were, and applying
 * the same definition again goes on from there.
 */
final class KubernetesRollout implements Rollout, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesRollout.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Application application;
    private final long revision;
    private final Manifests manifests;
    private final Environment environment;
    private final LiveViews.Lease lease;

    private final Map<Part, HasMetadata> applied = new HashMap<>();
    private final Map<Part, Long> appliedAt = new HashMap<>();
    /** How many replicas of a role were ready last, and since when it has been that many. */
    private final Map<Part, Integer> readySeen = new HashMap<>();

    private final Map<Part, Long> progressAt = new HashMap<>();
    private final Map<Part, List<Requirement>> pending = new LinkedHashMap<>();
    private final CompletableFuture<ApplicationStatus> outcome = new CompletableFuture<>();
    private final long startedAt;
    private volatile List<Part> unfinished;
    /** It is being seen to, and the failure is what whoever awaits will hear of. */
    private volatile boolean failed;

    /** Whether every part was applied; false when it ended before. */
    private final CompletableFuture<Boolean> handedOver = new CompletableFuture<>();
    /** Whether the last look found it paused. */
    private boolean held;
    /** The record of the revision, once it was seen. */
    private Optional<Revision> own = Optional.empty();

    /**
     * What a rollout needs of its backend. {@code recorded}: what is recorded, asked of the cluster; {@code finish}: what is left to do
     * once all is ready; {@code failed}: notes why it goes no further; {@code handOver}: notes that every part was applied; {@code remedy}: what is done about a part that failed.
     */
    record Environment(
            Parts parts,
            LongSupplier nanoTime,
            Function<String, String> stepOutput,
            Supplier<ApplicationStatus> observe,
            Supplier<Recorded> recorded,
            Runnable finish,
            Consumer<String> failed,
            Runnable handOver,
            Function<Part, Remedy> remedy) {}

    /** What is done about a failure, in words and in deed: begun by the caller, and done when the stage is. */
    record Remedy(String words, Supplier<CompletionStage<Boolean>> deed) {
        static final Remedy NONE = new Remedy("", () -> CompletableFuture.completedFuture(true));
    }

    private record Failure(Part part, String reason) {}

    /** Somebody else has set a field of the part otherwise since the rollout began. */
    private static final class RefusedPartException extends BackendException {
        private static final long serialVersionUID = 1;

        private final transient Part part;

        RefusedPartException(Part part, ApiException cause) {
            super(String.valueOf(cause.getMessage()), cause);
            this.part = part;
        }
    }

    KubernetesRollout(
            Application application,
            long revision,
            Manifests manifests,
            Environment environment,
            LiveViews.Lease lease) {
        this.application = application;
        this.revision = revision;
        this.manifests = manifests;
        this.environment = environment;
        this.lease = lease;
        this.startedAt = environment.nanoTime().getAsLong();
        manifests
                .waves()
                .forEach(wave -> wave.forEach(part -> {
                    if (part.kind() != Part.Kind.SERVICE) {
                        pending.put(part, requirements(part));
                    }
                }));
        this.unfinished = List.copyOf(pending.keySet());
    }

    private List<Requirement> requirements(Part part) {
        return part.kind() == Part.Kind.STEP
                ? Objects.requireNonNull(application.steps().get(part.name())).requires()
                : role(part).requires();
    }

    private Role role(Part part) {
        return Objects.requireNonNull(application.roles().get(part.name()));
    }

    /** Applies the parts that wait for nothing. Called once, before the thread starts. */
    void begin() {
        applyWhatMay();
    }

    @Override
    public void run() {
        long seen = -1;
        Duration limit = RETRY;
        try {
            while (!outcome.isDone() && !failed) {
                seen = lease.view().awaitChange(seen, limit);
                if (lease.view().isClosed()) {
                    outcome.completeExceptionally(new BackendException("kubernetes: the rollout of "
                            + application.name() + " was left; apply again to go on with it"));
                    return;
                }
                advance();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            handedOver.complete(false);
            lease.close();
        }
    }

    private void advance() {
        try {
            refuseWhatWillNotBe(lease.view().view().recorded());
            Progress progress = applyWhatMay();
            mindPause(progress.view());
            Optional<Failure> failure = failure(progress);
            if (failure.isPresent()) {
                fail(failure.get());
                return;
            }
            unfinished = progress.unfinished(pending.keySet());
            Optional<ApplicationStatus> status = StatusReader.read(progress.view());
            if (unfinished.isEmpty()
                    && status.filter(ApplicationStatus::allReady)
                            .filter(ready -> ready.revision() >= revision
                                    && ready.rollout().state() == RolloutState.COMPLETE)
                            .isPresent()) {
                requireWanted();
                environment.finish().run();
                outcome.complete(status.get());
            }
        } catch (RefusedPartException e) {
            fail(new Failure(e.part, String.valueOf(e.getMessage())));
        } catch (ApiException e) {
            if (!e.mayPass()) {
                outcome.completeExceptionally(e);
            }
            LOG.atDebug().setCause(e).log("the rollout goes on when the cluster answers again");
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    /** What was applied is kept as it is while the rollout is paused, and what takes too long counts from the end of it. */
    private void mindPause(ClusterView view) {
        if (view.recorded().paused()) {
            environment.parts().hold(view);
        } else if (!view.recorded().paused() && held) {
            appliedAt.replaceAll((part, since) -> environment.nanoTime().getAsLong());
            applied.replaceAll((part, made) ->
                    part.kind() == Part.Kind.ROLE ? environment.parts().releaseLive(made) : made);
        }
        held = view.recorded().paused();
    }

    private void fail(Failure failure) {
        Remedy remedy = environment.remedy().apply(failure.part());
        String why = failure.part() + ": " + failure.reason();
        environment.failed().accept(why);
        failed = true;
        String told = "kubernetes: " + application.name() + " revision " + revision + ": " + why + remedy.words();
        try {
            // Nobody hears of it before the cluster has every part of what is put in its place: who awaits it may end
            // then.
            remedy.deed()
                    .get()
                    .whenComplete((done, trouble) -> outcome.completeExceptionally(new BackendException(told)));
        } catch (RuntimeException e) {
            outcome.completeExceptionally(new BackendException(told + ", which failed: " + e.getMessage(), e));
        }
    }

    /** Done once every part was applied, and the rest is the cluster's; false when it ended before. */
    CompletionStage<Boolean> handedOver() {
        return handedOver;
    }

    private Progress progress() {
        return new Progress(application, lease.view().view(), Map.copyOf(applied));
    }

    /**
     * Applies parts until none is left whose requirements are met. The progress returned is that of all that was applied: it
     * is what the rollout is judged by.
     */
    private Progress applyWhatMay() {
        while (true) {
            Progress progress = progress();
            List<Part> ready = pending.entrySet().stream()
                    .filter(part -> !progress.isHeld(part.getKey(), manifests.part(part.getKey())))
                    .filter(part -> part.getValue().stream().allMatch(progress::isMet))
                    .map(Map.Entry::getKey)
                    .toList();
            if (ready.isEmpty()) {
                if (pending.isEmpty() && !handedOver.isDone()) {
                    environment.handOver().run();
                    handedOver.complete(true);
                }
                return progress;
            }
            ready.forEach(part -> apply(part, progress.view().recorded().paused()));
        }
    }

    /** Somebody else may have applied another revision, which this one must not undo, or have deleted the application. */
    private void requireWanted() {
        Recorded recorded = environment.recorded().get();
        if (recorded.revision().isEmpty()) {
            throw deleted();
        }
        refuseWhatWillNotBe(recorded);
    }

    /** A view may not know yet of what was just applied. */
    private void refuseWhatWillNotBe(Recorded recorded) {
        if (recorded.deleting()) {
            throw new BackendException("kubernetes: " + application.name() + " is being deleted");
        }
        Optional<Revision> newest = recorded.revision();
        if (newest.isEmpty()) {
            if (own.isPresent()) {
                throw deleted();
            }
            return;
        }
        Revision found = newest.get();
        if (found.number() > revision) {
            throw ObservedRollout.replaced(application.name(), revision, found.number(), found.reason());
        }
        if (own.filter(seen -> !isSame(seen, found)).isPresent()) {
            throw deleted();
        }
        own = own.or(() -> newest.filter(seen -> seen.number() == revision));
    }

    /** Of an application that is applied anew the numbers begin again. */
    private static boolean isSame(Revision seen, Revision found) {
        return seen.number() == found.number() && seen.applied().equals(found.applied());
    }

    private BackendException deleted() {
        return new BackendException(
                "kubernetes: " + application.name() + " was deleted while revision " + revision + " was on its way");
    }

    private void apply(Part part, boolean paused) {
        requireWanted();
        HasMetadata made;
        try {
            made = environment.parts().apply(manifests, part);
        } catch (ApiException e) {
            throw e.fields().isPresent() ? new RefusedPartException(part, e) : e;
        }
        applied.put(part, paused ? made : environment.parts().release(made));
        appliedAt.put(part, environment.nanoTime().getAsLong());
        pending.remove(part);
        LOG.atDebug().addKeyValue("part", part).log("applied");
    }

    private Optional<Failure> failure(Progress progress) {
        if (progress.view().recorded().paused()) {
            return Optional.empty();
        }
        for (Part part : applied.keySet()) {
            Optional<String> failure = progress.failure(part);
            if (failure.isEmpty() && part.kind() == Part.Kind.ROLE && missedDeadline(progress, part)) {
                failure = Optional.of("it is not ready within its deadline");
            }
            if (failure.isPresent()) {
                return Optional.of(new Failure(part, failure.get() + details(progress, part)));
            }
        }
        for (Map.Entry<Part, List<Requirement>> part : pending.entrySet()) {
            for (Requirement requirement : part.getValue()) {
                if (!progress.isMet(requirement) && isOverdue(progress, requirement)) {
                    return Optional.of(new Failure(
                            part.getKey(),
                            "it waited " + requirement.timeout().toSeconds() + " s in vain for "
                                    + progress.required(requirement)));
                }
            }
        }
        return Optional.empty();
    }

    private String details(Progress progress, Part part) {
        String details = part.kind() == Part.Kind.STEP
                ? environment.stepOutput().apply(part.name())
                : StatusReader.read(progress.view())
                        .flatMap(status -> status.missing(part.name()))
                        .orElse("");
        return details.isEmpty() ? "" : "; " + details;
    }

    /** Whether no more of its replicas have become ready for so long. A StatefulSet has no deadline of its own, and a Deployment none for its count. */
    private boolean missedDeadline(Progress progress, Part part) {
        if (progress.isDone(part)) {
            return false;
        }
        int ready = StatusReader.read(progress.view())
                .map(status -> status.roles().get(part.name()))
                .map(ApplicationStatus.RoleStatus::ready)
                .orElse(0);
        if (!Integer.valueOf(ready).equals(readySeen.put(part, ready))) {
            progressAt.put(part, environment.nanoTime().getAsLong());
        }
        long since = Math.max(appliedAt.getOrDefault(part, startedAt), progressAt.getOrDefault(part, startedAt));
        return elapsed(since).compareTo(role(part).replicas().update().deadline()) > 0;
    }

    /** The clock of a requirement starts when what it waits for has been applied. */
    private boolean isOverdue(Progress progress, Requirement requirement) {
        Long since = appliedAt.get(progress.required(requirement));
        return since != null && elapsed(since).compareTo(requirement.timeout()) > 0;
    }

    private Duration elapsed(long since) {
        return Duration.ofNanos(environment.nanoTime().getAsLong() - since);
    }

    boolean isOver() {
        return outcome.isDone();
    }

    /** Ends the rollout where it is, for the reason given; its thread ends soon after. */
    void abandon(String reason) {
        if (!failed) {
            outcome.completeExceptionally(new BackendException("kubernetes: " + reason));
        }
        lease.view().signal();
    }

    @Override
    public String application() {
        return application.name();
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public ApplicationStatus status() {
        return environment.observe().get();
    }

    @Override
    public ApplicationStatus await(Duration timeout) throws InterruptedException {
        try {
            return outcome.get(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String missing = StatusReader.read(lease.view().view())
                    .map(status -> Missing.of(status, unfinished))
                    .orElse("nothing is known of it");
            throw new NotReachedException("kubernetes: " + application.name() + " " + application.version()
                    + " is not ready after " + DurationText.format(timeout) + ": " + missing);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackendException failure) {
                throw new BackendException(String.valueOf(failure.getMessage()), failure);
            }
            throw new BackendException(
                    "kubernetes: the rollout of " + application.name() + " failed: " + e.getCause(), e);
        }
    }
}
