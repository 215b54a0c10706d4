package dev.parallax.puppetconsul.world;

import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.state.Keys;
import java.util.List;

/**
 * What Consul answered last to each of the three questions; not of one and the same moment. {@code index}: the store's when it gave the
 * entries.
 */
public record Snapshot(List<KvEntry> entries, long index, List<CatalogNode> nodes, List<HealthCheck> checks) {
    /** Whether a controller led then. */
    public boolean isLed() {
        return entries.stream()
                .anyMatch(entry ->
                        entry.key().equals(Keys.LEADER) && entry.session().isPresent());
    }

    Snapshot withChecks(List<HealthCheck> newer) {
        return new Snapshot(entries, index, nodes, newer);
    }
}
