package dev.parallax.memory;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.DurationText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The way from a program to the simulation, and what goes wrong on it. */
final class Calls {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Simulation simulation;
    /** Of calls that are still to come, the next first. */
    private final Map<Verb, Deque<CallFault>> faults = new EnumMap<>(Verb.class);

    Calls(Simulation simulation) {
        this.simulation = simulation;
    }

    synchronized void failNext(Verb verb, int calls, CallFault fault) {
        faults.put(verb, new ArrayDeque<>(Collections.nCopies(calls, fault)));
    }

    private synchronized Optional<CallFault> next(Verb verb) {
        return Optional.ofNullable(faults.get(verb)).map(Deque::poll);
    }

    <T, E extends Exception> T make(Verb verb, Call<T, E> call) throws E {
        simulation.look(simulation::requireConnected);
        Optional<CallFault> fault = next(verb);
        if (fault.isEmpty()) {
            return call.make();
        }
        if (fault.get() == CallFault.REFUSED) {
            throw new BackendException("in-memory: " + verb + " was refused");
        }
        if (fault.get() == CallFault.ANSWER_LOST) {
            call.make();
        }
        waitInVain(verb);
        throw new BackendException("in-memory: " + verb + " was not answered within " + DurationText.format(LIMIT)
                + "; whether it was done is not known");
    }

    private void waitInVain(Verb verb) {
        try {
            simulation.timeline().await(() -> false, LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("in-memory: interrupted while waiting for the answer to " + verb, e);
        }
    }

    /** What a verb does once it has arrived. */
    @FunctionalInterface
    interface Call<T, E extends Exception> {
        T make() throws E;
    }
}
