package dev.parallax.lab.docker;

/** What a host's container is doing. */
public enum HostState {
    CREATED,
    RUNNING,
    PAUSED,
    STOPPED,
    /** There is no such container any more. */
    GONE
}
