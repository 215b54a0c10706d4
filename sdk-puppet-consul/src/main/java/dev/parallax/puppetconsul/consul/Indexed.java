package dev.parallax.puppetconsul.consul;

/** An answer and the index it was given at. */
public record Indexed<T>(T value, long index) {}
