package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.StateJson;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Asks for a replica to be replaced: its place says from now on that it leaves, and the controller does what follows. */
final class Replacement {
    private static final int ATTEMPTS = 20;

    private final Consul consul;
    private final Clock clock;

    Replacement(Consul consul, Clock clock) {
        this.consul = consul;
        this.clock = clock;
    }

    void replace(String application, String replica) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<KvOperation> order = order(application, replica);
            if (order.isEmpty() || consul.commit(List.of(order.get())).isPresent()) {
                return;
            }
        }
        throw new BackendException("the places of application " + application + " change all the time; replace "
                + replica + " again when they do not");
    }

    /** Empty when the replica leaves already. */
    private Optional<KvOperation> order(String application, String replica) {
        Optional<KvEntry> entry = consul.entry(Keys.placement(application));
        List<PlacedReplica> placed = entry.map(found ->
                        StateJson.read(found.key(), found.value(), new TypeReference<List<PlacedReplica>>() {}))
                .orElse(List.of());
        PlacedReplica found = placed.stream()
                .filter(each -> each.replica().equals(replica))
                .findFirst()
                .orElseThrow(() -> missing(application, replica, placed));
        if (found.isLeaving()) {
            return Optional.empty();
        }
        List<PlacedReplica> next = placed.stream()
                .map(each -> each.equals(found) ? each.at(Phase.LEAVING, clock.instant()) : each)
                .toList();
        return entry.map(present -> new KvOperation.Put(present.key(), StateJson.write(next), present.modifyIndex()));
    }

    private BackendException missing(String application, String replica, List<PlacedReplica> placed) {
        return consul.entry(Keys.desired(application)).isEmpty()
                ? new AbsentApplicationException(PuppetConsulBackend.NAME, application)
                : BackendException.ofNoReplica(
                        PuppetConsulBackend.NAME,
                        application,
                        replica,
                        placed.stream().map(PlacedReplica::replica).toList());
    }
}
