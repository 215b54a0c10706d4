package dev.parallax.lab;

import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostState;
import java.util.List;

/** Brings a side up whose hosts may have ended badly, as when the machine or the container engine crashed. */
public final class Revival {
    private Revival() {}

    /**
     * Brings the side up. What a crashed engine left running of its hosts is ended first. If hosts have to be started again and
     * do not make a whole side within the time that {@code raise} allows, all of the side is made anew, once.
     *
     * @param raise starts what is stopped, makes what is missing, and waits until the side is whole
     */
    public static void raise(LabContext context, Side side, Runnable raise) {
        Docker docker = context.docker();
        String what = "the lab's " + side + " side";
        List<String> lost = docker.endLeftovers(side);
        if (!lost.isEmpty()) {
            context.progress()
                    .update(
                            what,
                            "the container engine had lost sight of " + String.join(", ", lost)
                                    + "; what still ran of them is ended, and they are started again");
        }
        boolean restarting = docker.hosts(side).stream().anyMatch(host -> host.state() == HostState.STOPPED);
        try {
            raise.run();
        } catch (LabException e) {
            if (!restarting || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            context.progress().update(what, "its hosts did not come back (" + e.getMessage() + "); they are made anew");
            docker.removeAll(side);
            raise.run();
        }
    }
}
