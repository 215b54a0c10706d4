package dev.parallax.puppetconsul.consul;

/** The state of one check. {@code serviceId} is empty for a check of the node itself. */
public record HealthCheck(String node, String id, String name, String status, String output, String serviceId) {
    /** The id of the check by which a node's membership shows. */
    public static final String MEMBERSHIP = "serfHealth";

    public boolean isPassing() {
        return status.equals("passing");
    }

    public boolean isCritical() {
        return status.equals("critical");
    }
}
