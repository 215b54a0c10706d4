package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import java.util.List;

/** Asks for what was changed by hand to be put right: the controller tells the hosts, which then leave nothing as they found it. */
final class Repair {
    private static final int ATTEMPTS = 10;

    private final Consul consul;

    Repair(Consul consul) {
        this.consul = consul;
    }

    void order(String application) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            KvEntry entry = consul.entry(Keys.desired(application))
                    .orElseThrow(() -> new BackendException("the fleet has no application '" + application + "'"));
            Desired desired = StateJson.read(entry.key(), entry.value(), Desired.class);
            if (desired.isDeleting()) {
                throw new BackendException(
                        "application " + application + " is being deleted; there is nothing to repair");
            }
            KvOperation next =
                    new KvOperation.Put(entry.key(), StateJson.write(desired.repaired()), entry.modifyIndex());
            if (consul.commit(List.of(next)).isPresent()) {
                return;
            }
        }
        throw new BackendException("application " + application
                + " is being changed by others all the time; repair it when they are done");
    }
}
