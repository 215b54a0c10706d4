package dev.parallax.backend;

import dev.parallax.fidelity.FidelityReport;
import dev.parallax.model.Application;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One orchestrator, seen through the verbs that mean the same on each. Implementations are safe for use by several
 * threads; every verb may be interrupted and repeated; every remote call is bounded in time. An orchestrator that cannot
 * be reached is a {@link BackendException}.
 */
public interface Backend extends AutoCloseable {
    /** The name the backend is chosen by: {@code kubernetes}, {@code puppet-consul}, {@code in-memory}. */
    String name();

    /**
     * What this orchestrator makes of each field of the application: exactly as described, in another way, or not at all. {@link #plan}
     * and {@link #apply} refuse, with an {@link dev.parallax.definition.InvalidDefinitionException}, an application with a field that is refused.
     */
    FidelityReport assess(Application application);

    /** Compares what is wanted with what is there. Changes nothing. */
    Plan plan(Application application);

    /**
     * Makes the orchestrator want this application and returns once it does, before replicas are ready. Applying what is
     * already there changes nothing. An application that is being deleted is refused. One that {@link
     * dev.parallax.definition.Validation#check} refuses is refused before anything is touched.
     */
    Rollout apply(Application application);

    /** What is there now; empty for an application the orchestrator does not know. */
    Optional<ApplicationStatus> observe(String application);

    /**
     * Calls the observer with the present state and again after each change, in order, on one thread of the backend's
     * own, until the subscription is closed. Observers return quickly. A lost connection is taken up again.
     */
    Subscription watch(String application, Consumer<ApplicationStatus> observer);

    /** Reads back from the live system what was realised of the definition, for each replica. */
    Inspection inspect(String application);

    /**
     * Has one replica replaced: no service leads to it any more, it stops within its grace, and another takes its place. That one starts at
     * once, under another name, where a host has room for both; otherwise when the old one is gone. With kept storage it is the replica of the
     * same name that starts again, where the storage is. Returns once the orchestrator has taken the order. An application or a replica that
     * is not there is a {@link BackendException} that names both; a replica that stops already is left to that, so asking twice does no harm.
     */
    void replace(String application, String replica);

    /**
     * Deletes in the reverse order of deployment and waits until nothing is left, at most for the options' time limit (then
     * {@link NotReachedException}). Deleting what is not there succeeds.
     */
    void delete(String application, DeleteOptions options);

    /** Ends watches and threads that this object started; what is deployed stays. */
    @Override
    void close();
}
