package dev.parallax.puppetconsul.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.puppetconsul.catalog.HostDataCompiler;
import dev.parallax.puppetconsul.catalog.ToldData;
import dev.parallax.puppetconsul.state.HostReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What a host was told last, what it said last, when its last run ended, by its own clock, the last revision of its data that its own
 * validation let pass, and the key that it has published.
 */
public record HostRecord(
        Versioned<Optional<ToldData>> data,
        Optional<HostReport> report,
        Optional<Instant> lastRun,
        Optional<String> validated,
        HostKey key) {
    /** A host that was never told anything. */
    public static final HostRecord NONE = new HostRecord(
            new Versioned<>(Optional.empty(), 0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            HostKey.MISSING);

    /** Whether the host has applied what it was told last. */
    public boolean isApplied() {
        return isRevision(report.map(HostReport::revision));
    }

    /** Whether the host has published what it was told last as what it runs. */
    public boolean isValidated() {
        return isRevision(validated);
    }

    private boolean isRevision(Optional<String> revision) {
        return data.value()
                .map(told -> told.readable().path(HostDataCompiler.REVISION).asText())
                .filter(known -> revision.filter(known::equals).isPresent())
                .isPresent();
    }

    /** What the host was told of a replica, by its key; without what is secret. */
    public Optional<JsonNode> replica(String key) {
        return data.value()
                .map(told -> told.readable().path(HostDataCompiler.REPLICAS).path(key))
                .filter(JsonNode::isObject);
    }

    /** Whether the host was told to run an attempt at a step. */
    public boolean hasStep(String attemptKey) {
        return data.value()
                .map(told -> told.readable().path(HostDataCompiler.STEPS).has(attemptKey))
                .orElse(false);
    }
}
