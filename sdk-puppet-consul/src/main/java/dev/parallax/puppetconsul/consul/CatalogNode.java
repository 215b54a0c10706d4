package dev.parallax.puppetconsul.consul;

import java.util.Map;

/** A node of the catalog. */
public record CatalogNode(String name, String address, Map<String, String> meta) {
    public CatalogNode {
        meta = Map.copyOf(meta);
    }
}
