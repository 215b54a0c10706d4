package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.state.HostRemoval;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The note in Consul of hosts that are being removed. */
final class Removals {
    private static final int ATTEMPTS = 20;

    private final Consul consul;

    Removals(Consul consul) {
        this.consul = consul;
    }

    /** Notes of one host what the change makes of what is noted, together with other operations; all or nothing. Whether anything changed. */
    boolean change(String host, UnaryOperator<Optional<HostRemoval>> change, KvOperation... beside) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<KvEntry> entry = consul.entry(Keys.REMOVALS);
            TreeMap<String, HostRemoval> noted = entry.map(found -> StateJson.read(
                            found.key(), found.value(), new TypeReference<TreeMap<String, HostRemoval>>() {}))
                    .orElseGet(TreeMap::new);
            Optional<HostRemoval> before = Optional.ofNullable(noted.get(host));
            Optional<HostRemoval> after = change.apply(before);
            if (after.equals(before)) {
                return false;
            }
            after.ifPresentOrElse(removal -> noted.put(host, removal), () -> noted.remove(host));
            List<KvOperation> operations = new ArrayList<>(List.of(beside));
            long index = entry.map(KvEntry::modifyIndex).orElse(0L);
            operations.add(
                    noted.isEmpty()
                            ? new KvOperation.Remove(Keys.REMOVALS, index)
                            : new KvOperation.Put(Keys.REMOVALS, StateJson.write(noted), index));
            if (consul.commit(operations).isPresent()) {
                return true;
            }
        }
        throw new BackendException("others remove hosts all the time; try again with " + host + " when they are done");
    }
}
