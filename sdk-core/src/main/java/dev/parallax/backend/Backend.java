package dev.parallax.backend;

import dev.parallax.fidelity.FidelityReport;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One orchestrator, seen through the verbs that mean the same on each. Implementations are safe for use by several
 * threads; every verb may be interrupted and repeated; every remote call is bounded in time. An orchestrator that cannot
 * be reached is a {@link BackendException}; an application that is not there, where a verb needs one, an {@link AbsentApplicationException}.
 *
 * <p>Verbs with a default that throws a {@link NotSupportedException} are those that an orchestrator may not have; whoever calls them is told so,
 * whether the application is there or not. All others are what makes a backend.
 */
public interface Backend extends AutoCloseable {
    /**
     * What keeps the orchestrator as a whole from doing anything for whoever asks it, at this moment: what is ordered is taken, and waits. None where it knows of
     * nothing, or is its own program that answers or does not.
     */
    default List<Trouble> troubles() {
        return List.of();
    }

    /**
     * The same as it will be once this backend is closed, whatever it does itself until then: for whoever orders something and does not wait for it.
     */
    default List<Trouble> troublesOnceClosed() {
        return troubles();
    }

    /** The name the backend is chosen by: {@code kubernetes}, {@code puppet-consul}, {@code in-memory}. */
    String name();

    /**
     * What this orchestrator makes of each field of the application: exactly as described, in another way, or not at all. {@link #plan}
     * and {@link #apply} refuse, with an {@link dev.parallax.definition.InvalidDefinitionException}, an application with a field that is refused.
     */
    FidelityReport assess(Application application);

    /**
     * Compares what is wanted with what is there, what was changed by hand included, as far as {@link #drift} sees it: {@link #apply} would put it back.
     * Changes nothing.
     */
    Plan plan(Application application);

    /**
     * Makes the orchestrator want this application and returns once it does, before replicas are ready. Applying what is
     * already there changes nothing. An application that is being deleted is refused. One that {@link
     * dev.parallax.definition.Validation#check} refuses is refused before anything is touched; so is one in the place of which there is something that
     * is not its own, and, where the orchestrator knows who sets what, one with a field that somebody else has set otherwise.
     */
    Rollout apply(Application application);

    /**
     * Compares what is wanted with what is there, as {@link #plan} does, and takes what somebody made by hand in the places where the
     * application's own would be for what {@link #adopt} would take over. What belongs to another application, or is run by another tool, is
     * refused by name. Changes nothing.
     */
    default Plan adoption(Application application) {
        throw new NotSupportedException(this, "adopt");
    }

    /**
     * Applies the application, and takes over what was there before and is to be {@linkplain Plan.Action#ADOPT adopted} by the plan given, and
     * nothing else, within the update policy of its roles. Afterwards it is as any other part of the application. When it was ended on the way,
     * asking again goes on. {@link dev.parallax.review.ReviewedPlan#apply} sees to it that the plan is still what would happen.
     *
     * @param approved what {@link #adoption} said
     */
    default Rollout adopt(Application application, Plan approved) {
        throw new NotSupportedException(this, "adopt");
    }

    /** What is there now; empty for an application the orchestrator does not know. */
    Optional<ApplicationStatus> observe(String application);

    /**
     * The definitions that were applied, the newest first: the last ten, and older ones while replicas are still at them. Empty for an
     * application the orchestrator does not know.
     */
    List<Revision> history(String application);

    /**
     * Applies the definition of an earlier revision, which makes a new one; secrets stay as they are now. Going back to what is wanted
     * already changes nothing. An application or a revision that is not there is a {@link BackendException} that says which there are.
     */
    default Rollout rollback(String application, long revision) {
        return apply(Rewriting.revision(this, application, revision));
    }

    /**
     * Applies the present definition with other counts of replicas, by role. Storage that replicas keep outlives them, and is theirs again
     * when the count goes up again. An application or a role that is not there is a {@link BackendException}; a count that the definition
     * does not allow is an {@link dev.parallax.definition.InvalidDefinitionException}. Whoever applies between the reading of the present
     * definition and this is overwritten, as with every apply.
     */
    default Rollout scale(String application, Map<String, Integer> counts) {
        return apply(Rewriting.scaled(this, application, counts));
    }

    /**
     * The value of a secret as replicas have it, for whoever has to use it; never to be logged. Empty for a secret that the present definition does
     * not have, and of an application the orchestrator does not know.
     */
    Optional<SecretValue> secret(String application, String name);

    /**
     * Gives generated secrets of the present definition new values: passwords and key pairs wholly, fernet keys as {@link
     * dev.parallax.secret.SecretGenerator#next} says. Replicas that use them are replaced within the policy of their roles. A secret that is not there, that is read
     * from elsewhere, or that a step has already passed on, which then does not know the new value, is a {@link BackendException}, and nothing is
     * touched.
     */
    default Rollout rotate(String application, Set<String> secrets) {
        throw new NotSupportedException(this, "rotate");
    }

    /**
     * The rollout of what is wanted now, to be awaited by whoever did not begin it. An application that is not there is a {@link
     * BackendException}.
     */
    Rollout rollout(String application);

    /**
     * Holds the rollout where it is, and returns once the orchestrator has taken the order; it stays until {@link #resume}, whatever becomes
     * of this process. A replica that is on its way comes to its end, a step that runs too; no other is replaced, started or stopped for a
     * change, no further step begins, no deadline runs, and nothing is rolled back by itself. When nothing is under way, it is the next
     * change that is held, as with {@code kubectl rollout pause}. What goes on: services change at once, as always; a change that replaces no
     * replica of a role, such as of its count alone, reaches the role; replicas that crash, are {@linkplain #replace replaced} or lose
     * their host come again as they were. Pausing again changes nothing. An application that is not there, or is being deleted, is a {@link
     * BackendException}.
     */
    default void pause(String application) {
        throw new NotSupportedException(this, "pause");
    }

    /**
     * Ends {@link #pause}: what was held goes on, with its deadlines from their beginning. Of an application that is not paused it changes
     * nothing. An application that is not there, or is being deleted, is a {@link BackendException}.
     */
    default Rollout resume(String application) {
        throw new NotSupportedException(this, "resume");
    }

    /**
     * Gives up the rollout that is under way: the definition of the last revision that was once ready is applied as a new revision, as by
     * {@link #rollback}, and a pause ends with what it held, without another replica going forward first. When the present revision was
     * ready once, nothing is under way and nothing changes, a pause neither. Where no earlier revision was ready there is nothing to go
     * back to: a {@link BackendException} that says so.
     */
    default Rollout abort(String application) {
        Optional<Application> back = Rewriting.abandoned(this, application);
        if (back.isEmpty()) {
            return rollout(application);
        }
        apply(back.get());
        return resume(application);
    }

    /**
     * Calls the observer with the present state and again after each change, in order, on one thread of the backend's
     * own, until the subscription is closed. Observers return quickly. A lost connection is taken up again.
     */
    Subscription watch(String application, Consumer<ApplicationStatus> observer);

    /**
     * Tells the lines that the components of an application's replicas wrote to their standard output and error, one component of one replica after
     * the other, on the calling thread. With {@link LogQuery#follow} as they are written, until the thread is interrupted or what was asked for
     * is gone. An exception of the reader ends it and is handed on. Of a replica that cannot be read the others are told all the same, then
     * it is a {@link BackendException}; an application, a role, a replica or a component that is not there is one that says which there are.
     */
    default void logs(LogQuery query, Consumer<LogLine> reader) throws InterruptedException {
        throw new NotSupportedException(this, "logs");
    }

    /**
     * What a step of the version that is wanted wrote, whatever became of it, as far as the orchestrator keeps it; at least the last 4 KiB of what it keeps at all. A step that the
     * application does not have is a {@link BackendException} that says which there are.
     */
    default StepOutput stepOutput(String application, String step) {
        throw new NotSupportedException(this, "output of steps");
    }

    /**
     * Runs a command in a component of a replica, as the component's processes run: with their files, their user and their environment; and waits for its end. It reads
     * nothing, and writes text in UTF-8, of at most a mebibyte. One that takes longer than the limit is a {@link NotReachedException}: hosts of a
     * fleet end it, on Kubernetes it may go on. An application, a replica or a component that is not there is a {@link BackendException} that says which
     * there are.
     */
    default CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit)
            throws InterruptedException {
        throw new NotSupportedException(this, "exec");
    }

    /**
     * What each component of the application's replicas takes, of those that run, by role and replica. Takes a second or two on a fleet; on Kubernetes
     * what the kubelets last saw, which may be ten seconds old. An application that is not there is a {@link BackendException}.
     */
    default List<ComponentUse> use(String application) throws InterruptedException {
        throw new NotSupportedException(this, "use");
    }

    /**
     * What happened to an application lately, the oldest first, as far back as the orchestrator remembers: a cluster for an hour unless it is set
     * otherwise, in its own words; a fleet the last {@link dev.parallax.rollout.EventLog#KEPT}. What came and went within moments may be missing.
     * An application that is not there is a {@link BackendException}.
     */
    default List<ApplicationEvent> events(String application) {
        throw new NotSupportedException(this, "events");
    }

    /** Reads back from the live system what was realised of the definition, for each replica. */
    default Inspection inspect(String application) {
        throw new NotSupportedException(this, "inspect");
    }

    /**
     * Has one replica replaced: no service leads to it any more, it stops within its grace, and another takes its place. That one starts at
     * once, under another name, where a host has room for both; otherwise when the old one is gone. With kept storage it is the replica of the
     * same name that starts again, where the storage is. Returns once the orchestrator has taken the order. An application or a replica that
     * is not there is a {@link BackendException} that names both; a replica that stops already is left to that, so asking twice does no harm.
     */
    default void replace(String application, String replica) {
        throw new NotSupportedException(this, "replace");
    }

    /**
     * Compares what is there with what was applied last, whatever may be wanted by a newer definition, and names what was changed by hand. Changes
     * nothing. What was put right already is told as long as the orchestrator remembers it. While a rollout is under way, what it has not
     * done yet is a difference too. An application that is not there is a {@link BackendException}.
     */
    default Drift drift(String application) {
        throw new NotSupportedException(this, "drift");
    }

    /**
     * Puts right what {@link #drift} finds, of roles of either policy, and returns once the orchestrator has taken the order; {@link Rollout#await}
     * then waits until it is done. Where nothing differs, nothing changes. {@link #apply} of what was applied before does the same, but for
     * fields that somebody else has set, where the orchestrator knows that.
     */
    default Rollout repair(String application) {
        throw new NotSupportedException(this, "repair");
    }

    /** The hosts that replicas may run on, by name, each with what it carries of any application. */
    default List<HostStatus> hosts() {
        throw new NotSupportedException(this, "hosts");
    }

    /**
     * Has no replica newly placed on a host, until {@link #uncordon}; those that are there stay. Cordoning twice does no harm. A host that is not
     * there is a {@link BackendException} that says which there are.
     */
    default void cordon(String host) {
        throw new NotSupportedException(this, "cordon");
    }

    /** Ends {@link #cordon}; of a host that is not cordoned it changes nothing. Nothing moves back. */
    default void uncordon(String host) {
        throw new NotSupportedException(this, "uncordon");
    }

    /**
     * Cordons a host and has its replicas replaced by others elsewhere, of each role no more at a time than its policy allows to be missing ({@code
     * update.maxUnavailable}, {@code minAvailable}). Replicas with kept storage stay, as their data does. Waits until only they are left, at most for the
     * time given (then {@link NotReachedException}). Ended on the way, the host stays cordoned, and draining it again goes on.
     *
     * @return the host at the end, with the replicas that stay
     */
    default HostStatus drain(String host, Duration timeout) throws InterruptedException {
        cordon(host);
        return new HostDrain(this, host).await(timeout);
    }

    /**
     * Takes a host out of the orchestrator for good, with all that was made for it there, and waits until it is, at most for the options' time limit (then
     * {@link NotReachedException}). Refused, before anything is touched, with a {@link BackendException} that says what to do: a host that carries
     * replicas, or storage that a role keeps, unless its machine is {@linkplain RemoveHostOptions.Machine#LOST lost}; one that is said to be lost and
     * answers; one that does not answer and is not said to be lost. Ended on the way, removing it again goes on. Removing what is not
     * there succeeds.
     */
    default RemovedHost removeHost(String host, RemoveHostOptions options) throws InterruptedException {
        throw new NotSupportedException(this, "removeHost");
    }

    /**
     * Deletes in the reverse order of deployment and waits until nothing is left, at most for the options' time limit (then
     * {@link NotReachedException}). Deleting what is not there succeeds.
     *
     * @return what stays, though it was made for the application, and why: a sentence each, without a full stop; nothing of kept storage
     */
    List<String> delete(String application, DeleteOptions options);

    /** Ends watches and threads that this object started; what is deployed stays. */
    @Override
    void close();
}
