package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.BackendException;
import dev.parallax.model.Role;

/** What is done to an {@link InMemoryBackend} behind its back. */
public final class Faults {
    private final Simulation simulation;

    Faults(Simulation simulation) {
        this.simulation = simulation;
    }

    /** The processes of a replica end, and are started again. */
    public void killReplica(String application, String replica) {
        simulation.change(() -> simulation.replica(application, replica).restart("killed"));
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
            if (definition.replicas().count() == count) {
                deployment.scaledByHand.remove(role);
            } else {
                deployment.scaledByHand.put(role, count);
            }
        });
    }
}
