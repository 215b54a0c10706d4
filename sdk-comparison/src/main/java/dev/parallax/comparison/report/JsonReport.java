package dev.parallax.comparison.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Lateness;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import dev.parallax.comparison.analysis.TrialResult;
import dev.parallax.comparison.history.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Results as JSON: times in seconds, in a stable order. */
final class JsonReport {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Results results;
    private final ParallaxVersion program;

    JsonReport(Results results, ParallaxVersion program) {
        this.results = results;
        this.program = program;
    }

    String render() {
        Event.RunStarted run = results.run();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("application", run.application()).put("version", run.version());
        root.put("started", run.wallClock()).put("outcome", results.outcome());
        root.put("equivalent", results.isEquivalent());
        root.put("runs", run.runs()).put("seed", run.seed());
        if (run.command() != null) {
            root.put("command", run.command());
        }
        Makers makers = Makers.of(run, program);
        root.put("measuredBy", makers.measured()).put("computedBy", makers.computed());
        root.put("role", run.role()).put("replicas", run.wanted());
        ObjectNode probing = root.putObject("probing");
        probing.put("servicePeriod", seconds(run.probing().servicePeriod()));
        probing.put("replicaPeriod", seconds(run.probing().replicaPeriod()));
        probing.put("timeout", seconds(run.probing().timeout()));
        probing.put("goodInARow", run.probing().goodInARow());
        Lateness late = results.lateness();
        root.putObject("lateness")
                .put("probes", late.probes())
                .put("median", seconds(late.median()))
                .put("most99", seconds(late.most99()))
                .put("most", seconds(late.most()));
        strings(root.putObject("environment"), run.environment());
        results.programMemory().ifPresent(bytes -> root.put("programMemoryBytes", bytes));
        sides(root.putObject("sides"));
        results.equivalence().ifPresent(checked -> equivalence(root.putObject("equivalence"), checked));
        ArrayNode scenarios = root.putArray("scenarios");
        run.scenarios().forEach(scenario -> scenario(scenarios.addObject(), scenario));
        ArrayNode trials = root.putArray("trials");
        results.trials().forEach(trial -> trial(trials.addObject(), trial));
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }

    private void sides(ObjectNode node) {
        results.sides().forEach((name, side) -> {
            ObjectNode described = node.putObject(name);
            described.put("profile", side.profile());
            described.put("watchGranularity", seconds(side.watchGranularity()));
            strings(described.putObject("versions"), side.versions());
            ArrayNode timers = described.putArray("timers");
            for (SideFacts.Timer timer : side.timers()) {
                ObjectNode written = timers.addObject();
                written.put("name", timer.name()).put("default", timer.defaultValue());
                written.put("value", timer.value()).put("bounds", timer.bounds());
                if (timer.note() != null) {
                    written.put("note", timer.note());
                }
            }
            Event.Predicted predicted = side.predicted();
            if (predicted != null) {
                described
                        .putObject("predicted")
                        .put("hostNoticed", seconds(predicted.hostNoticed()))
                        .put("hostReplaced", seconds(predicted.hostReplaced()))
                        .put("because", predicted.because());
            }
            results.remarks(name).forEach(described.withArray("remarks")::add);
            side.hosts().forEach(described.withArray("hosts")::add);
            ArrayNode resources = described.putArray("resources");
            results.resources().stream()
                    .filter(read -> read.side().equals(name))
                    .forEach(read -> resources
                            .addObject()
                            .put("at", seconds(read.at()))
                            .put("moment", read.moment())
                            .put("memoryBytes", read.use().memoryBytes())
                            .put("cpu", seconds(read.use().cpuNanos()))
                            .put("processes", read.use().processes()));
        });
    }

    private static void equivalence(ObjectNode node, Event.EquivalenceChecked checked) {
        node.put("compared", checked.compared());
        ArrayNode differences = node.putArray("differences");
        for (Event.Difference difference : checked.differences()) {
            ObjectNode written = differences.addObject();
            written.put("path", difference.path()).put("accepted", difference.accepted());
            strings(written.putObject("values"), difference.values());
        }
        if (checked.facts() != null) {
            ArrayNode facts = node.putArray("facts");
            for (Event.ComparedFact fact : checked.facts()) {
                ObjectNode written = facts.addObject().put("path", fact.path());
                strings(written.putObject("values"), fact.values());
            }
        }
    }

    private void scenario(ObjectNode node, String scenario) {
        node.put("name", scenario).put("title", Wording.scenarioTitle(scenario));
        ArrayNode metrics = node.putArray("metrics");
        for (Metric metric : Metric.values()) {
            ObjectNode sides = sides(scenario, metric, Circumstance.ANY);
            if (!sides.isEmpty()) {
                ObjectNode written = metrics.addObject();
                written.put("name", metric.key()).put("title", metric.title());
                written.put("unit", metric.unit() == Metric.Unit.TIME ? "s" : "");
                written.set("sides", sides);
                for (Circumstance circumstance : results.circumstances(scenario, metric)) {
                    if (circumstance != Circumstance.ANY) {
                        written.withObject("by")
                                .set(
                                        circumstance
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', '-'),
                                        sides(scenario, metric, circumstance));
                    }
                }
            }
        }
    }

    private ObjectNode sides(String scenario, Metric metric, Circumstance circumstance) {
        ObjectNode sides = MAPPER.createObjectNode();
        for (String side : results.run().sides()) {
            results.summary(scenario, metric, circumstance, side)
                    .ifPresent(summary -> summary(sides.putObject(side), summary));
        }
        return sides;
    }

    private static void summary(ObjectNode node, Summary summary) {
        figure(node, "least", summary.least());
        figure(node, "median", summary.median());
        figure(node, "most", summary.most());
        ArrayNode points = node.putArray("points");
        for (Summary.Point point : summary.points()) {
            ObjectNode written = points.addObject().put("run", point.run());
            measured(written, point.measured());
        }
    }

    private static void figure(ObjectNode node, String name, Optional<Measured> figure) {
        figure.ifPresent(measured -> measured(node.putObject(name), measured));
    }

    private static void measured(ObjectNode node, Measured measured) {
        if (measured instanceof Measured.Time time) {
            node.put("value", seconds(time.nanos())).put("error", seconds(time.error()));
        } else if (measured instanceof Measured.Count count) {
            node.put("value", count.count()).put("of", count.of());
        } else if (measured instanceof Measured.Share share) {
            node.put("value", share.count()).put("of", share.of());
        } else if (measured instanceof Measured.MoreThan more) {
            node.put("moreThan", seconds(more.nanos()));
        } else if (measured instanceof Measured.Missing missing) {
            node.put("missing", missing.why());
        }
    }

    private static void trial(ObjectNode node, TrialResult trial) {
        node.put("side", trial.side()).put("scenario", trial.scenario()).put("run", trial.run());
        node.put("limit", seconds(trial.limit()));
        node.put("outcome", trial.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        node.put("detail", trial.detail());
        Event.FaultInjected fault = trial.fault();
        if (fault != null) {
            node.putObject("fault")
                    .put("replica", fault.replica())
                    .put("host", fault.host())
                    .put("heldPublicAddress", fault.heldPublicAddress());
        }
        node.put("probesNotSent", trial.unsent()).put("startStateRestored", trial.restored());
        if (!trial.gaps().isEmpty()) {
            trial.gaps().forEach(node.putArray("notInHistory")::add);
        }
    }

    private static void strings(ObjectNode node, Map<String, String> values) {
        values.forEach(node::put);
    }

    private static BigDecimal seconds(long nanos) {
        BigDecimal exact = BigDecimal.valueOf(nanos, 9).setScale(6, RoundingMode.HALF_UP);
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
