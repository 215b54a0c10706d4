package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;

/** Of which trials a {@link Summary} is. */
public enum Circumstance {
    /** Of all. */
    ANY,
    /** Of those in which the host that was stopped held the public address, which then had to move. */
    ADDRESS_HELD,
    /** Of those in which another host held it. */
    ADDRESS_ELSEWHERE;

    boolean includes(TrialResult trial) {
        Event.FaultInjected fault = trial.fault();
        return this == ANY || fault == null || fault.heldPublicAddress() == (this == ADDRESS_HELD);
    }
}
