package dev.parallax.comparison;

/**
 * What all hosts of a side take at one moment, control hosts included: anonymous and shared memory, and processor time
 * used since the side was started; {@code processes} counts what runs.
 */
public record ResourceUse(long memoryBytes, long cpuNanos, int processes) {}
