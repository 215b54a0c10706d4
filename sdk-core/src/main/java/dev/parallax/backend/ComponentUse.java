package dev.parallax.backend;

/**
 * What a component of a replica takes: processor time in thousandths of a core, over the last second or as long as the orchestrator looks, and
 * memory in bytes, without what the kernel only keeps of files.
 */
public record ComponentUse(String role, String replica, String component, long cpuMillis, long memoryBytes) {}
