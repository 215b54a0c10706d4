package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.hosts;
import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.HostStatus;
import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Which hosts replicas come to, and leave when their role wants others. */
interface PlacementBehaviours extends Kit {
    @Test
    @Order(49)
    default void replicasMoveWithinThePolicyWhenTheirRoleIsPinnedToOtherHosts() throws Exception {
        List<String> racks = racks();
        settled(backend().apply(pinned(2, racks.get(0))));
        assertThat(racksOf(status())).containsOnlyKeys(racks.get(0));
        try (Recording recording = new Recording(backend(), application())) {
            settled(backend().apply(pinned(2, racks.get(1))));
            assertThat(recording.states())
                    .as("no more than the one is missing")
                    .allSatisfy(status -> assertThat(identities(status)).isNotEmpty());
        }
        assertThat(racksOf(status())).isEqualTo(Map.of(racks.get(1), 2L));
        assertThat(backend().plan(pinned(2, racks.get(1))).isEmpty())
                .as("nothing is left to be done")
                .isTrue();
    }

    @Test
    @Order(49)
    default void spreadsReplicasEvenlyOverALabel() throws Exception {
        List<String> racks = racks();
        settled(backend().apply(pinned(2, racks.get(1))));
        Application even = placed(2, policy -> policy.spreadOver(rackLabel()));
        settled(backend().apply(even));
        assertThat(racksOf(status())).isEqualTo(Map.of(racks.get(0), 1L, racks.get(1), 1L));
        settled(backend().apply(placed(4, policy -> policy.spreadOver(rackLabel()))));
        assertThat(racksOf(status())).isEqualTo(Map.of(racks.get(0), 2L, racks.get(1), 2L));
    }

    @Test
    @Order(49)
    default void keepsRolesApart() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String storeHost = store(before).replicas().get(0).host().orElseThrow();
        String rack = rackOf(storeHost).orElseThrow();
        settled(backend().apply(pinned(2, rack)));
        assertThat(hosts(status())).as("there are two hosts in the rack").contains(storeHost);
        settled(backend()
                .apply(placed(1, policy -> policy.putPin(rackLabel(), rack).apart(List.of(SampleApplication.STORE)))));
        assertThat(hosts(status())).hasSize(1).doesNotContain(storeHost);
        assertThat(store(status()).replicas().get(0).host()).contains(storeHost);
    }

    @Test
    @Order(49)
    default void namesWhatHostsLackOfWhatAReplicaRequests() throws Exception {
        Application greedy = sample().greedy();
        backend().apply(greedy);
        try {
            ReplicaStatus replica = eventually(() -> backend().observe(greedy.name()), status -> status.stream()
                            .flatMap(known -> web(known).replicas().stream())
                            .anyMatch(found -> found.lastError().orElse("").contains("cpu")))
                    .map(status -> web(status).replicas().get(0))
                    .orElseThrow();
            assertThat(replica.host()).isEmpty();
            assertThat(replica.state()).isEqualTo(ReplicaState.PENDING);
        } finally {
            backend().delete(greedy.name(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        }
    }

    @Test
    @Order(49)
    default void replicaThatGrowsBeyondWhatItsHostHasIsNotLeftThere() throws Exception {
        Application greedy = sample().greedy();
        try {
            backend().apply(sample().modest()).await(limit());
            backend().apply(greedy);
            eventually(() -> backend().observe(greedy.name()), status -> status.stream()
                    .map(known -> web(known).replicas())
                    .anyMatch(replicas -> replicas.stream()
                                    .anyMatch(replica ->
                                            replica.lastError().orElse("").contains("cpu"))
                            && replicas.stream()
                                    .allMatch(replica -> replica.host().isEmpty())));
        } finally {
            backend().delete(greedy.name(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        }
    }

    private Application pinned(int count, String rack) {
        return placed(count, policy -> policy.putPin(rackLabel(), rack));
    }

    /** The sample with {@code web} placed as said, at most one on a host. */
    private Application placed(int count, UnaryOperator<ReplicaPolicy.Builder> places) {
        return sample().withVersion("2").withCount(count).withPlaces(places);
    }

    /** The two racks of the label. */
    private List<String> racks() {
        Map<String, Long> hosts = backend().hosts().stream()
                .flatMap(host -> Optional.ofNullable(host.labels().get(rackLabel())).stream())
                .collect(Collectors.groupingBy(rack -> rack, TreeMap::new, Collectors.counting()));
        assertThat(hosts)
                .as("two hosts with each of two values of the label %s", rackLabel())
                .hasSize(2)
                .allSatisfy((rack, count) -> assertThat(count).isEqualTo(2));
        return List.copyOf(hosts.keySet());
    }

    /** How many replicas of {@code web} are in each rack. */
    private Map<String, Long> racksOf(ApplicationStatus status) {
        return web(status).replicas().stream()
                .collect(Collectors.groupingBy(
                        replica -> replica.host().flatMap(this::rackOf).orElse("none"), Collectors.counting()));
    }

    private Optional<String> rackOf(String name) {
        return backend().hosts().stream()
                .filter(host -> host.name().equals(name))
                .map(HostStatus::labels)
                .flatMap(labels -> Optional.ofNullable(labels.get(rackLabel())).stream())
                .findFirst();
    }
}
