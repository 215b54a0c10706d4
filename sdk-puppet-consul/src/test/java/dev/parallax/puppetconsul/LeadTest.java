package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Trouble;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.world.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeadTest {
    private static KvEntry leader(Optional<String> session) {
        return new KvEntry(Keys.LEADER, "a controller", 1, session);
    }

    @Test
    void isNoTroubleWhileASessionHoldsTheKey() {
        assertThat(Lead.troubles(Optional.of(leader(Optional.of("s1"))), false)).isEmpty();
    }

    @Test
    void isToldWithWhatToDoWhereNobodyStartsOne() {
        assertThat(Lead.troubles(Optional.empty(), false))
                .containsExactly(new Trouble(
                        "no controller leads: nothing is done until one does; start one with `parallax controller`",
                        "a controller leads"));
        // Its key stays when the one that led has ended.
        assertThat(Lead.troubles(Optional.of(leader(Optional.empty())), true))
                .extracting(Trouble::text)
                .containsExactly("no controller leads: nothing is done until one does; this process starts one");
    }

    @Test
    void isNobodysOnceTheOneOfThisProcessHasEnded() {
        Optional<KvEntry> held = Optional.of(leader(Optional.of("s1")));

        assertThat(Lead.withoutOwn(held, Optional.of("s1"))).isEmpty();
        assertThat(Lead.withoutOwn(held, Optional.of("s2"))).isEqualTo(held);
        assertThat(Lead.withoutOwn(held, Optional.empty())).isEqualTo(held);
        assertThat(Lead.withoutOwn(Optional.empty(), Optional.of("s1"))).isEmpty();
    }

    @Test
    void isReadFromWhatWasSeen() {
        assertThat(snapshot(leader(Optional.of("s1"))).isLed()).isTrue();
        assertThat(snapshot(leader(Optional.empty())).isLed()).isFalse();
        assertThat(snapshot(new KvEntry(Keys.VIPS, "{}", 1, Optional.of("s1"))).isLed())
                .isFalse();
    }

    private static Snapshot snapshot(KvEntry entry) {
        return new Snapshot(List.of(entry), 1, List.of(), List.of());
    }
}
