package dev.parallax.comparison;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Subscription;
import dev.parallax.comparison.probe.MeasuredService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One side under measurement: a live orchestrator, its hosts, and the means to disturb them.
 *
 * <p>The comparison uses a testbed from one thread at a time, except {@link #backend()} and {@link
 * #resources()}, which may be called from several. Every method is bounded in time (two minutes unless it says otherwise) and
 * reports what went wrong as a {@link TestbedException}; none tries again by itself once a fault has been injected.
 *
 * <p>Faults prepare everything (connections, process ids) first, then read the {@link Ticker} given to the implementation,
 * act, and read it again; they return at once and do not wait for the consequences. They are not idempotent: a second
 * kill is a second fault.
 */
public interface Testbed extends AutoCloseable {
    /** {@code kubernetes} or {@code puppet-consul}; another name for another side. */
    String side();

    /** The orchestrator of this side; the same object for the life of the testbed, closed with it. */
    Backend backend();

    /**
     * How long what the orchestrator is told, or what befalls a replica, may lie at the most before a host looks at it; zero where hosts are told at
     * once. Limits of time are longer by it where a host has to look more than once.
     */
    default Duration longestPoll() {
        return Duration.ZERO;
    }

    /** The hosts that may carry replicas, sorted; control hosts are not among them. */
    List<String> hosts();

    /**
     * Makes the side run and be sane: all hosts up and in, the orchestrator's own parts ready, no fault left over from
     * before. Returns once it is so; at most five minutes. Doing it again changes nothing. Nothing is measured meanwhile.
     */
    void resume() throws InterruptedException;

    /**
     * Lets the side use as little of the machine as possible (frozen, stopped or left alone, as the implementation finds
     * best) while another is measured. No application is deployed on it then. Doing it again changes nothing.
     */
    void suspend() throws InterruptedException;

    /** Kills every process of every component of the replica at once, with SIGKILL, as a crash would. */
    Injection killReplica(ReplicaRef replica) throws InterruptedException;

    /** Stops the host without warning, as a power failure would. {@code host} is one of {@link #hosts()}. */
    Injection stopHost(String host) throws InterruptedException;

    /**
     * Starts a stopped host and returns once it is back and sane: the orchestrator counts it as able to carry replicas, and
     * nothing of before the stop runs on it unless it is wanted there. Does nothing for a host that runs and is sane.
     */
    void restoreHost(String host) throws InterruptedException;

    /** The host that answers for a public address at this moment; empty when none does. */
    Optional<String> publicAddressHolder(String address);

    /**
     * Tells from now on, by threads of its own, what the balancer of each of {@link #hosts()} hands new connections for a service to:
     * read from what forwards them (rules of a packet filter, a proxy's own state), not from what the orchestrator wants. The service need not
     * be there yet, and a host that stops is followed again when it is back. Returns at once.
     */
    Subscription followDataPath(MeasuredService service, DataPathListener listener);

    /**
     * Profile, versions and timers, read back from the live system while an application is deployed: timers of what is only there then, such
     * as a replica's own, are those of these replicas. What cannot be read is said to be so and not left out.
     */
    SideFacts facts(List<ReplicaRef> replicas);

    /** What the whole side takes now. */
    ResourceUse resources();

    /** Ends what this object started in this process; the side stays as it is. */
    @Override
    void close();
}
