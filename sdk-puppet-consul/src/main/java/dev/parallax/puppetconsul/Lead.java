package dev.parallax.puppetconsul;

import dev.parallax.backend.Trouble;
import dev.parallax.puppetconsul.consul.KvEntry;
import java.util.List;
import java.util.Optional;

/** What is said where no controller leads: what is ordered is written down then, and nobody does it. */
final class Lead {
    static final String NOBODY = "no controller leads";

    private Lead() {}

    /** The leader's key as others see it when the session given has ended. */
    static Optional<KvEntry> withoutOwn(Optional<KvEntry> leader, Optional<String> session) {
        return leader.filter(entry -> session.isEmpty() || !entry.session().equals(session));
    }

    /**
     * By the leader's key.
     *
     * @param starting whether this process sees to it that one leads
     */
    static List<Trouble> troubles(Optional<KvEntry> leader, boolean starting) {
        return leader.flatMap(KvEntry::session).isPresent()
                ? List.of()
                : List.of(new Trouble(
                        NOBODY + ": nothing is done until one does; "
                                + (starting ? "this process starts one" : "start one with `parallax controller`"),
                        "a controller leads"));
    }
}
