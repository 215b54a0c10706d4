package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import dev.parallax.kubernetes.ApiErrors.ApiException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
    private final Map<Part, List<Requirement>> pending = new LinkedHashMap<>();
    private final CompletableFuture<ApplicationStatus> outcome = new CompletableFuture<>();
    private final long startedAt;

    /**
     * What a rollout needs of its backend. {@code finish}: what is left to do once all is ready; {@code fail}: told of a
     * failure, and answers with what was done about it.
     */
    record Environment(
            Parts parts,
            LongSupplier nanoTime,
            Function<String, String> stepOutput,
            java.util.function.Supplier<ApplicationStatus> observe,
            Runnable finish,
            Function<String, String> fail) {}

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
        applyWhatMay(progress());
    }

    @Override
    public void run() {
        long seen = -1;
        Duration limit = RETRY;
        try {
            while (!outcome.isDone()) {
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
            lease.close();
        }
    }

    private void advance() {
        try {
            Progress progress = progress();
            Optional<String> failure = failure(progress);
            if (failure.isPresent()) {
                String what = "kubernetes: " + application.name() + " revision " + revision + ": " + failure.get();
                outcome.completeExceptionally(
                        new BackendException(what + environment.fail().apply(what)));
                return;
            }
            applyWhatMay(progress);
            Optional<ApplicationStatus> status = StatusReader.read(progress.view());
            if (pending.isEmpty()
                    && applied.keySet().stream().allMatch(progress::isDone)
                    && status.filter(ApplicationStatus::isReady)
                            .filter(ready -> ready.revision() >= revision)
                            .isPresent()) {
                environment.finish().run();
                outcome.complete(status.get());
            }
        } catch (ApiException e) {
            if (!e.mayPass()) {
                outcome.completeExceptionally(e);
            }
            LOG.atDebug().setCause(e).log("the rollout goes on when the cluster answers again");
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private Progress progress() {
        return new Progress(application, lease.view().view(), Map.copyOf(applied));
    }

    private void applyWhatMay(Progress progress) {
        for (Part part : List.copyOf(pending.keySet())) {
            if (pending.getOrDefault(part, List.of()).stream().allMatch(progress::isMet)) {
                applied.put(part, environment.parts().apply(manifests, part));
                appliedAt.put(part, environment.nanoTime().getAsLong());
                pending.remove(part);
                LOG.atDebug().addKeyValue("part", part).log("applied");
            }
        }
    }

    private Optional<String> failure(Progress progress) {
        for (Part part : applied.keySet()) {
            Optional<String> failure = progress.failure(part);
            if (failure.isPresent()) {
                String output = part.kind() == Part.Kind.STEP
                        ? environment.stepOutput().apply(part.name())
                        : StatusReader.read(progress.view())
                                .map(status -> Missing.ofRole(status, part.name()))
                                .orElse("");
                return Optional.of(part + ": " + failure.get() + (output.isEmpty() ? "" : "; " + output));
            }
            if (part.kind() == Part.Kind.ROLE && missedDeadline(progress, part)) {
                return Optional.of(part + ": not ready within its deadline; "
                        + StatusReader.read(progress.view())
                                .map(status -> Missing.ofRole(status, part.name()))
                                .orElse(""));
            }
        }
        for (Map.Entry<Part, List<Requirement>> part : pending.entrySet()) {
            for (Requirement requirement : part.getValue()) {
                if (!progress.isMet(requirement) && isOverdue(progress, requirement)) {
                    return Optional.of(
                            part.getKey() + " waited " + requirement.timeout().toSeconds()
                                    + " s in vain for what it requires: " + progress.required(requirement));
                }
            }
        }
        return Optional.empty();
    }

    /** A StatefulSet has no deadline of its own. */
    private boolean missedDeadline(Progress progress, Part part) {
        HasMetadata made = applied.get(part);
        Duration deadline = role(part).replicas().update().deadline();
        return made instanceof io.fabric8.kubernetes.api.model.apps.StatefulSet
                && !progress.isDone(part)
                && elapsed(appliedAt.getOrDefault(part, startedAt)).compareTo(deadline) > 0;
    }

    /** The clock of a requirement starts when what it waits for has been applied. */
    private boolean isOverdue(Progress progress, Requirement requirement) {
        Long since = appliedAt.get(progress.required(requirement));
        return since != null && elapsed(since).compareTo(requirement.timeout()) > 0;
    }

    private Duration elapsed(long since) {
        return Duration.ofNanos(environment.nanoTime().getAsLong() - since);
    }

    /** Ends the rollout where it is, for the reason given; its thread ends soon after. */
    void abandon(String reason) {
        outcome.completeExceptionally(new BackendException("kubernetes: " + reason));
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
            throw new NotReachedException("kubernetes: " + application.name() + " revision " + revision
                    + " is not ready after " + timeout.toSeconds() + " s: " + Missing.of(status()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackendException failure) {
                throw new BackendException(String.valueOf(failure.getMessage()), failure);
            }
            throw new BackendException(
                    "kubernetes: the rollout of " + application.name() + " failed: " + e.getCause(), e);
        }
    }
}
