package dev.parallax.puppetconsul.world;

/** A document and the index of its last change; 0 when it is not there and the value is what its absence means. */
public record Versioned<T>(T value, long index) {}
