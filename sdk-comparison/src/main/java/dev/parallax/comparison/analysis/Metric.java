package dev.parallax.comparison.analysis;

/** What is measured of a trial. Times count from the intent (a deployment) or from the instant before the fault. */
public enum Metric {
    /** Until the acceptance check passed: for Keystone, until a token could be had through the public address. */
    ACCEPTED("accepted", "deployed: acceptance check passed", Unit.TIME),
    /** Until the service's address answered for good. */
    SERVING("serving", "service address answers", Unit.TIME),
    /** Until the orchestrator called the first replica ready. */
    FIRST_READY("first-ready", "first replica ready", Unit.TIME),
    /** Until the orchestrator called all wanted replicas ready. */
    ALL_READY("all-ready", "all replicas ready", Unit.TIME),
    /**
     * Until the orchestrator's own reports first showed it: the disturbed replica not ready, gone, moved or restarted, or no longer
     * among its service's ready endpoints.
     */
    DETECTED("detected", "orchestrator noticed", Unit.TIME),
    /** Until the orchestrator's list of a service's ready endpoints no longer had the disturbed replica. */
    ENDPOINT_LOST("endpoint-lost", "off the service's endpoints", Unit.TIME),
    /**
     * Until the balancer that takes the requests to the service's address handed the disturbed replica no new connection; where that stopped
     * with its host, the last of all others. Absent from histories that do not tell where balancers lead.
     */
    PATH_LEFT("path-left", "off the data path", Unit.TIME),
    /**
     * At the service's address: from the first failed probe to the first of the good ones that lasted; none failed: 0. Between them others
     * may have succeeded.
     */
    FAILURE_SPAN("failure-span", "span in which requests failed", Unit.TIME),
    /** How many of the probes of the service's address that were meant to be sent in that span failed. */
    FAILED_IN_SPAN("failed-in-span", "failed of the requests in that span", Unit.COUNT),
    /** Until the first of the good probes of the service's address that lasted; none failed: 0. */
    UNAFFECTED("unaffected", "service address unaffected again", Unit.TIME),
    /** Probes of the service's address that failed; the sum of the four that follow. */
    FAILED_REQUESTS("failed-requests", "failed requests", Unit.COUNT),
    /** Those sent before the fault. */
    IN_FLIGHT_AT_FAULT("in-flight-at-fault", "failed: in flight at the fault", Unit.COUNT),
    /** Those sent since the fault whose failure was known before the orchestrator had noticed. */
    FAILED_BEFORE_DETECTION("failed-before-detection", "failed: before it was noticed", Unit.COUNT),
    /** Those sent since the fault and before the orchestrator had noticed, whose failure was known only later. */
    IN_FLIGHT_AT_DETECTION("in-flight-at-detection", "failed: in flight when noticed", Unit.COUNT),
    /** Those sent after the orchestrator had noticed. */
    FAILED_AFTER_DETECTION("failed-after-detection", "failed: sent once noticed", Unit.COUNT),
    /** Of all that failed, those sent after no balancer led to the disturbed replica any more; see {@link #PATH_LEFT}. */
    FAILED_OFF_PATH("failed-off-path", "failed: sent once off the data path", Unit.COUNT),
    /** Until as many replicas as wanted answered direct probes again. */
    REPAIRED("repaired", "replica serves again (asked directly)", Unit.TIME),
    /** Until, besides, the orchestrator called as many as wanted ready. */
    FULL_STRENGTH("full-strength", "back at full redundancy", Unit.TIME);

    /** What a metric counts in. */
    public enum Unit {
        TIME,
        COUNT
    }

    private final String key;
    private final String title;
    private final Unit unit;

    Metric(String key, String title, Unit unit) {
        this.key = key;
        this.title = title;
        this.unit = unit;
    }

    /** Its name in {@code report.json}. */
    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether it depends on where the public address is, so that trials in which it had to move are told apart from others. */
    boolean isOfAddress() {
        return this == FAILURE_SPAN || this == FAILED_IN_SPAN || this == UNAFFECTED || this == FAILED_REQUESTS;
    }
}
