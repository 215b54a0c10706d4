package dev.parallax.backend;

/** How a command ended, and what it wrote to its standard output and its standard error. */
public record CommandResult(int exitStatus, String out, String err) {}
