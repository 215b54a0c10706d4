package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.BackendException;
import dev.parallax.model.Role;
import java.util.OptionalLong;

/**
 * What is done to an {@link InMemoryBackend} behind its back: to processes and hosts, to the way there, and by hand. Versions and steps that are bad from
 * the beginning are said to its builder. What is not there is a {@link BackendException}.
 */
public final class Faults {
    private final Simulation simulation;
    private final Calls calls;

    Faults(Simulation simulation, Calls calls) {
        this.simulation = simulation;
        this.calls = calls;
    }

    /** The processes of a replica end, and are started again. */
    public void killReplica(String application, String replica) {
        simulation.change(() -> simulation.replica(application, replica).restart("killed"));
    }

    /**
     * The processes of a replica that runs stay, and no longer answer. Its checks notice it once they have failed as often as they may: it is not
     * ready any more, and where it has an alive check it is started again. {@link #killReplica} ends it, too.
     */
    public void hangReplica(String application, String replica) {
        simulation.change(() -> {
            SimulatedReplica found = simulation.replica(application, replica);
            if (!found.is(ReplicaState.READY) && !found.is(ReplicaState.STARTED)) {
                throw new BackendException("replica '" + replica + "' does not run: it is " + found.state);
            }
            found.hungAt = OptionalLong.of(simulation.timeline().nanoTime());
        });
    }

    /** A host no longer answers. */
    public void loseHost(String host) {
        simulation.change(() -> {
            SimulatedHost lost = simulation.fleet().host(host);
            lost.lost = true;
            simulation.replicas().stream()
                    .filter(replica -> replica.host == lost && !replica.is(ReplicaState.LOST))
                    .forEach(replica -> replica.lose(simulation.timeline().nanoTime()));
        });
    }

    /** Ends {@link #loseHost}; replicas that were not replaced meanwhile start again. */
    public void returnHost(String host) {
        simulation.change(() -> {
            SimulatedHost returned = simulation.fleet().host(host);
            returned.lost = false;
            simulation.replicas().stream()
                    .filter(replica -> replica.host == returned && replica.is(ReplicaState.LOST))
                    .forEach(replica -> replica.restart(null));
        });
    }

    /** The next attempts of a step fail. */
    public void failNextAttempts(String application, String step, int attempts) {
        simulation.change(() -> simulation.reconciler().failNext(application, step, attempts));
    }

    /** A change by hand, behind the definition's back: another count of replicas. {@link InMemoryBackend#drift} names it. */
    public void scaleByHand(String application, String role, int count) {
        simulation.change(() -> {
            Deployment deployment = simulation.present(application);
            Role definition = deployment.application.roles().get(role);
            if (definition == null) {
                throw new BackendException("there is no role '" + role + "' of application '" + application + "'");
            }
            deployment.byHand.scale(role, definition.replicas().count(), count);
        });
    }

    /** A change by hand: a replica's registration is deleted, so that services no longer lead to it. {@link InMemoryBackend#drift} names it. */
    public void deregisterByHand(String application, String replica) {
        simulation.change(
                () -> simulation.present(application).byHand.deregister(simulation.replica(application, replica)));
    }

    /** The next calls of a verb go wrong, and those after them do not. Takes the place of what was said of the verb before; a count of 0 takes it back. */
    public void failNextCalls(Verb verb, int count, CallFault fault) {
        calls.failNext(verb, count, fault);
    }

    /** Every call fails at once, whatever its verb, and watches are told nothing; what is there goes on. */
    public void loseConnection() {
        simulation.change(() -> simulation.connect(false));
    }

    /** Ends {@link #loseConnection}: watches are told what is there now. */
    public void returnConnection() {
        simulation.change(() -> simulation.connect(true));
    }
}
