package dev.parallax.testkit;

/** Takes hosts away from a backend under test, and gives them back. */
public interface HostFaults {
    /** Makes a host, by the name replicas report, stop answering at once. */
    void lose(String host);

    /** Has it answer again, and returns once the orchestrator may use it. */
    void giveBack(String host);
}
