package dev.parallax.kubernetes;

/** How a command in a component ended: its exit status and what it wrote to both outputs. */
public record CommandResult(int exitStatus, String output) {}
