package dev.parallax.puppetconsul.consul;

/** The state of one check. {@code serviceId} is empty for a check of the node itself. */
public record HealthCheck(
        String node, String id, String name, String status, String output, String serviceId, Probing probing) {
    /** The id of the check by which a node's membership shows. */
    public static final String MEMBERSHIP = "serfHealth";

    public boolean isCritical() {
        return status.equals("critical");
    }

    /**
     * How the agent of the node carries the check out, in its own words: the type ({@code http}, {@code tcp}, {@code script}, ...) and the
     * interval as Go writes durations. Both empty for what an agent does not ask by itself. What Consul 1.13 tells as a check's timeout is
     * its interval once more, so that is not here.
     */
    public record Probing(String type, String interval) {
        public static final Probing NONE = new Probing("", "");
    }
}
