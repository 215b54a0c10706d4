package dev.parallax.comparison.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is measured of a trial. Times count from the intent (a deployment) or from the instant before the fault. */
public enum Metric {
    /** Until the acceptance check passed: for Keystone, until a token could be had through the public address. */
    @JsonProperty("accepted")
    ACCEPTED("accepted", "deployed: acceptance check passed", Unit.TIME),
    /** Until the service's address answered for good. */
    @JsonProperty("serving")
    SERVING("serving", "service address answers", Unit.TIME),
    /** Until the orchestrator called the first replica ready. */
    @JsonProperty("first-ready")
    FIRST_READY("first-ready", "first replica ready", Unit.TIME),
    /** Until the orchestrator called all wanted replicas ready. */
    @JsonProperty("all-ready")
    ALL_READY("all-ready", "all replicas ready", Unit.TIME),
    /** Until the orchestrator no longer counted the disturbed replica as ready, or counted a restart of it. */
    @JsonProperty("detected")
    DETECTED("detected", "orchestrator noticed", Unit.TIME),
    /** At the service's address: from the first failed probe to the first of the good ones that lasted; none failed: 0. */
    @JsonProperty("outage")
    OUTAGE("outage", "outage at the service address", Unit.TIME),
    /** Probes of the service's address that failed. */
    @JsonProperty("failed-requests")
    FAILED_REQUESTS("failed-requests", "failed requests", Unit.COUNT),
    /** Those of them that were to be sent after the orchestrator had noticed. */
    @JsonProperty("failed-after-detection")
    FAILED_AFTER_DETECTION("failed-after-detection", "failed requests once noticed", Unit.COUNT),
    /** Until as many replicas as wanted answered direct probes again. */
    @JsonProperty("repaired")
    REPAIRED("repaired", "replica serves again (asked directly)", Unit.TIME),
    /** Until, besides, the orchestrator called as many as wanted ready. */
    @JsonProperty("full-strength")
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
}
