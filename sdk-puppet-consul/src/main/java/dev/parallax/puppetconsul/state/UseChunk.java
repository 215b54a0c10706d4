package dev.parallax.puppetconsul.state;

/** What a component of a replica takes. */
public record UseChunk(String replica, String component, long cpuMillis, long memoryBytes) {}
