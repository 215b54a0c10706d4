package dev.parallax.puppetconsul;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import java.util.List;
import java.util.function.UnaryOperator;

/** An order about an application as a whole, written into what is wanted of it; the controller does what follows. */
final class DesiredOrder {
    private static final int ATTEMPTS = 10;

    private final Consul consul;

    DesiredOrder(Consul consul) {
        this.consul = consul;
    }

    /** Gives it, unless what is wanted says so already. */
    void give(String application, UnaryOperator<Desired> order) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            KvEntry entry = consul.entry(Keys.desired(application))
                    .orElseThrow(() -> new AbsentApplicationException(PuppetConsulBackend.NAME, application));
            Desired desired = StateJson.read(entry.key(), entry.value(), Desired.class);
            if (desired.isDeleting()) {
                throw new BackendException("application " + application + " is being deleted");
            }
            Desired next = order.apply(desired);
            if (next.equals(desired)
                    || consul.commit(List.of(
                                    new KvOperation.Put(entry.key(), StateJson.write(next), entry.modifyIndex())))
                            .isPresent()) {
                return;
            }
        }
        throw new BackendException("application " + application
                + " is being changed by others all the time; try again when they are done");
    }
}
