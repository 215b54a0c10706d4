package dev.parallax.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventLogTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void tellsWhatHappenedBetweenStatesAndToWhat() {
        EventLog log = EventLog.EMPTY
                .next(status(1, ReplicaState.READY), NOON)
                .next(status(1, ReplicaState.LOST), NOON.plusSeconds(5));

        assertThat(log.events())
                .contains(new ApplicationEvent(NOON, false, "application", "revision 1, version 1, is wanted"))
                .last()
                .isEqualTo(
                        new ApplicationEvent(NOON.plusSeconds(5), true, "web/web-0", "replica web-0 is lost on host1"));
    }

    @Test
    void isTheSameWhenNothingHappened() {
        EventLog log = EventLog.EMPTY.next(status(1, ReplicaState.READY), NOON);

        assertThat(log.next(status(1, ReplicaState.READY), NOON.plusSeconds(1))).isSameAs(log);
    }

    @Test
    void keepsTheNewest() {
        EventLog log = EventLog.EMPTY;
        for (int i = 0; i < EventLog.KEPT; i++) {
            log = log.next(status(i, ReplicaState.READY), NOON.plusSeconds(i));
        }

        assertThat(log.events()).hasSize(EventLog.KEPT);
        assertThat(log.events().get(EventLog.KEPT - 1).at()).isEqualTo(NOON.plusSeconds(EventLog.KEPT - 1));
        assertThat(log.events()).extracting(ApplicationEvent::at).isSorted();
    }

    private static ApplicationStatus status(long revision, ReplicaState state) {
        ReplicaStatus replica =
                new ReplicaStatus("web-0", Optional.of("host1"), Optional.empty(), state, "1", 0, Optional.empty());
        int ready = state == ReplicaState.READY ? 1 : 0;
        return new ApplicationStatus(
                "shop",
                "1",
                revision,
                Map.of("web", new RoleStatus(1, 1, 1, ready, List.of(replica))),
                Map.of(),
                Map.of(),
                false,
                RolloutStatus.of(true, false, Optional.empty(), Optional.empty()));
    }
}
