package dev.parallax.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.memory.CallFault;
import dev.parallax.memory.InMemoryBackend;
import dev.parallax.memory.ManualTimeline;
import dev.parallax.memory.Verb;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.OnFailure;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.rollout.RolloutFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a program that uses Parallax is tested without an orchestrator, and without waiting. */
// tag::test[]
class ReleaseTest {
    private final ManualTimeline timeline = new ManualTimeline();
    private final InMemoryBackend backend = InMemoryBackend.builder()
            .timeline(timeline)
            .hosts(2)
            .failing(component -> component.artifact().image().equals("shop:2"))
            .build();

    @Test
    void asksAgainWhenTheAnswerWasLost() throws Exception {
        backend.faults().failNextCalls(Verb.APPLY, 1, CallFault.ANSWER_LOST);
        assertThat(Release.of(backend, shop("1"), Duration.ofMinutes(1))).isEqualTo("shop 1 is ready");
        assertThat(backend.history("shop")).hasSize(1);
    }

    @Test
    void waitsForAHostThatComesBackAfterThreeMinutes() throws Exception {
        backend.faults().loseHost("host1");
        timeline.after(Duration.ofMinutes(3), () -> backend.faults().returnHost("host1"));
        assertThat(Release.of(backend, shop("1"), Duration.ofMinutes(4))).isEqualTo("shop 1 is ready");
        assertThat(timeline.now()).isAfter(Instant.EPOCH.plus(Duration.ofMinutes(3)));
    }

    @Test
    void saysThatABadVersionWentBack() throws Exception {
        Release.of(backend, shop("1"), Duration.ofMinutes(1));
        List<String> events = new ArrayList<>();
        RolloutFeed.follow(backend, "shop", event -> events.add(event.text()));
        assertThat(Release.of(backend, shop("2"), Duration.ofHours(1)))
                .startsWith("shop 2 is not ready: ")
                .contains("back to revision 1: role web is not ready at version 2");
        backend.rollout("shop").await(Duration.ofMinutes(1));
        assertThat(backend.observe("shop").orElseThrow().version()).isEqualTo("1");
        assertThat(events).anyMatch(text -> text.startsWith("rolled back: revision 3, version 1"));
    }
    // end::test[]

    private static Application shop(String version) {
        return Application.builder()
                .name("shop")
                .version(version)
                .putRoles(
                        "web",
                        Role.builder()
                                .replicas(ReplicaPolicy.builder()
                                        .count(2)
                                        .spread(Spread.HOST)
                                        .update(UpdatePolicy.builder()
                                                .onFailure(OnFailure.ROLLBACK)
                                                .build())
                                        .build())
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("shop:" + version)
                                                        .build())
                                                .addCommand("/usr/bin/shop")
                                                .build())
                                .build())
                .build();
    }
}
