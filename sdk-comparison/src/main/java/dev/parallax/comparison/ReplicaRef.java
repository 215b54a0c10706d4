package dev.parallax.comparison;

/** One replica as the orchestrator names it, and the host that carries it. */
public record ReplicaRef(String application, String role, String replica, String host) {
    @Override
    public String toString() {
        return application + "/" + replica + " on " + host;
    }
}
