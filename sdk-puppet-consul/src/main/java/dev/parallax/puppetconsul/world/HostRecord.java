package dev.parallax.puppetconsul.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.puppetconsul.catalog.HostDataCompiler;
import dev.parallax.puppetconsul.state.HostReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What a host was told last, what it said last, when its last run ended, by its own clock, and the last revision of its data that its own
 * validation let pass.
 */
public record HostRecord(
        Versioned<Optional<ObjectNode>> data,
        Optional<HostReport> report,
        Optional<Instant> lastRun,
        Optional<String> validated) {
    /** A host that was never told anything. */
    public static final HostRecord NONE =
            new HostRecord(new Versioned<>(Optional.empty(), 0), Optional.empty(), Optional.empty(), Optional.empty());

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
                .map(document -> document.path(HostDataCompiler.REVISION).asText())
                .filter(told -> revision.filter(told::equals).isPresent())
                .isPresent();
    }

    /** What the host was told of a replica, by its key. */
    public Optional<JsonNode> replica(String key) {
        return data.value()
                .map(document -> document.path(HostDataCompiler.REPLICAS).path(key))
                .filter(JsonNode::isObject);
    }

    /** Whether the host was told to run an attempt at a step. */
    public boolean hasStep(String attemptKey) {
        return data.value()
                .map(document -> document.path(HostDataCompiler.STEPS).has(attemptKey))
                .orElse(false);
    }
}
