package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.hosts;
import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is done to hosts on purpose. */
interface HostBehaviours extends Kit {
    @Test
    @Order(48)
    default void listsHostsAndTheReplicasOnThem() throws Exception {
        ApplicationStatus status = deploy(sample().withVersion("2"));
        for (ReplicaStatus replica : web(status).replicas()) {
            HostStatus host = host(replica.host().orElseThrow());
            assertThat(host.alive()).isTrue();
            assertThat(host.cordoned()).isFalse();
            assertThat(host.replicas()).contains(new Resident(application(), SampleApplication.WEB, replica.name()));
        }
        assertThat(backend().hosts()).extracting(HostStatus::name).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @Order(49)
    default void drainsAHostWithinThePolicyOfItsRoles() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String storeHost = storeHost(before);
        String drained = hosts(before).stream()
                .filter(host -> !host.equals(storeHost))
                .findFirst()
                .orElseThrow();
        try (Recording recording = new Recording(backend(), application())) {
            HostStatus host = backend().drain(drained, limit());
            assertThat(host.cordoned()).isTrue();
            assertThat(host.replicas()).isEmpty();
            ApplicationStatus after = eventually(
                    this::status,
                    status -> status.isReady() && web(status).replicas().size() == 2);
            assertThat(hosts(after))
                    .doesNotContain(drained)
                    .as("spread over hosts")
                    .hasSize(2);
            assertThat(after.revision()).isEqualTo(before.revision());
            assertThat(recording.states())
                    .as("no more than the one is missing")
                    .allSatisfy(status -> assertThat(web(status).ready()).isGreaterThanOrEqualTo(1));
            assertThat(backend().drain(drained, limit())).isEqualTo(host(drained));
            assertThat(identities(status()))
                    .as("draining it again changes nothing")
                    .isEqualTo(identities(after));
        } finally {
            backend().uncordon(drained);
        }
        assertThat(host(drained).cordoned()).isFalse();
        assertThat(backend().plan(sample().withVersion("2").build()).isEmpty())
                .as("nothing is left to be done")
                .isTrue();
    }

    @Test
    @Order(49)
    default void leavesAReplicaWithKeptStorageOnADrainedHost() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String id = storageId(before);
        String storeHost = storeHost(before);
        String store = store(before).replicas().get(0).name();
        try {
            HostStatus host = backend().drain(storeHost, limit());
            assertThat(host.replicas()).containsExactly(new Resident(application(), SampleApplication.STORE, store));
            ApplicationStatus after = eventually(this::status, ApplicationStatus::isReady);
            assertThat(hosts(after)).doesNotContain(storeHost);
            assertThat(storageId(after)).isEqualTo(id);
        } finally {
            backend().uncordon(storeHost);
        }
    }

    @Test
    @Order(49)
    default void placesNothingNewOnACordonedHost() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String spare = backend().hosts().stream()
                .filter(host -> host.alive() && host.replicas().isEmpty())
                .map(HostStatus::name)
                .findFirst()
                .orElseThrow();
        backend().cordon(spare);
        try {
            backend().cordon(spare);
            assertThat(host(spare).cordoned()).isTrue();
            ApplicationStatus more = settled(
                    backend().apply(sample().withVersion("2").withCount(3).build()));
            assertThat(hosts(more)).hasSize(3).doesNotContain(spare);
            assertThat(identities(more)).containsAll(identities(before));
        } finally {
            backend().uncordon(spare);
        }
        backend().uncordon(spare);
        assertThat(host(spare).cordoned()).isFalse();
        deploy(sample().withVersion("2"));
    }

    @Test
    @Order(49)
    default void knowsNoHostThatIsNotThere() {
        String known = backend().hosts().get(0).name();
        assertThatThrownBy(() -> backend().cordon("never-heard-of"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("never-heard-of")
                .hasMessageContaining(known);
        assertThatThrownBy(() -> backend().uncordon("never-heard-of"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().drain("never-heard-of", limit()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("never-heard-of");
    }

    @Test
    @Order(49)
    default void removesNoHostThatCarriesReplicas() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String storeHost = storeHost(before);
        String store = store(before).replicas().get(0).name();
        assertThatThrownBy(() -> backend().removeHost(storeHost, new RemoveHostOptions(Machine.DRAINED, limit())))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(storeHost)
                .hasMessageContaining(store + " of " + application())
                .hasMessageContaining("drain");
        assertThatThrownBy(() -> backend().removeHost(storeHost, new RemoveHostOptions(Machine.LOST, limit())))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(storeHost)
                .hasMessageContaining("not lost");
        assertThat(host(storeHost).alive()).isTrue();
        assertThat(host(storeHost).cordoned()).isFalse();
        assertThat(identities(status())).isEqualTo(identities(before));
    }

    @Test
    @Order(49)
    default void removingAHostThatIsNotThereChangesNothing() throws Exception {
        List<HostStatus> before = backend().hosts();
        assertThat(backend().removeHost("never-heard-of", new RemoveHostOptions(Machine.DRAINED, limit())))
                .isEqualTo(RemovedHost.absent("never-heard-of"));
        assertThat(backend().removeHost("never-heard-of", new RemoveHostOptions(Machine.LOST, limit())))
                .isEqualTo(RemovedHost.absent("never-heard-of"));
        assertThat(backend().hosts()).extracting(HostStatus::name).isEqualTo(names(before));
    }

    private static List<String> names(List<HostStatus> hosts) {
        return hosts.stream().map(HostStatus::name).toList();
    }

    private HostStatus host(String name) {
        return backend().hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String storeHost(ApplicationStatus status) {
        return store(status).replicas().get(0).host().orElseThrow();
    }
}
