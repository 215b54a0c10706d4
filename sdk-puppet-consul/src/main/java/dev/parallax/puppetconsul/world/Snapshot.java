package dev.parallax.puppetconsul.world;

import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.KvEntry;
import java.util.List;

/**
 * What Consul answered last to each of the three questions; not of one and the same moment. {@code index}: the store's when it gave the
 * entries.
 */
public record Snapshot(List<KvEntry> entries, long index, List<CatalogNode> nodes, List<HealthCheck> checks) {
    Snapshot withChecks(List<HealthCheck> newer) {
        return new Snapshot(entries, index, nodes, newer);
    }
}
