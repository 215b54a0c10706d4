package dev.parallax.comparison.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.analysis.Assessments;
import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Disturbance;
import dev.parallax.comparison.analysis.Lateness;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import dev.parallax.comparison.analysis.TrialResult;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.statistics.Criteria;
import dev.parallax.comparison.statistics.Judgement;
import dev.parallax.comparison.statistics.Range;
import java.math.BigDecimal;
import java.math.MathContext;
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
        statistics(root);
        new Wording(results)
                .cautions().stream()
                        .map(caution -> caution.replace('\u00a0', ' '))
                        .forEach(root.putArray("cautions")::add);
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
                comparison(written, "comparison", scenario, metric, Circumstance.ANY);
                for (Circumstance circumstance : results.circumstances(scenario, metric)) {
                    if (circumstance != Circumstance.ANY) {
                        String name =
                                circumstance.name().toLowerCase(Locale.ROOT).replace('_', '-');
                        written.withObject("by").set(name, sides(scenario, metric, circumstance));
                        comparison(written.withObject("comparisonBy"), name, scenario, metric, circumstance);
                    }
                }
            }
        }
    }

    /** By what the comparisons that follow were judged. */
    private void statistics(ObjectNode root) {
        Assessments assessments = results.assessments();
        if (assessments.all().isEmpty()) {
            return;
        }
        Criteria criteria = assessments.criteria();
        root.putObject("statistics")
                .put("first", results.run().sides().get(0))
                .put("second", results.run().sides().get(1))
                .put("confidence", significant(1 - criteria.alpha()))
                .put("margin", significant(criteria.margin()))
                .put("power", significant(criteria.power()))
                .put("resamples", criteria.resamples())
                .put("seed", criteria.seed())
                .put("comparisons", assessments.all().size())
                .put("tested", assessments.tested())
                .put("leastRuns", assessments.leastRuns());
    }

    private void comparison(ObjectNode into, String name, String scenario, Metric metric, Circumstance circumstance) {
        results.assessments().of(scenario, metric, circumstance).ifPresent(assessment -> {
            Judgement judgement = assessment.judgement();
            ObjectNode node = into.putObject(name);
            node.put("verdict", Decision.word(assessment));
            judgement.doubt().ifPresent(doubt -> node.put("because", Decision.because(doubt)));
            judgement.moreRuns().ifPresent(runs -> node.put("moreRuns", runs));
            node.putArray("runs").add(judgement.firstRuns()).add(judgement.secondRuns());
            judgement.ratio().ifPresent(ratio -> {
                range(node.putObject("ratio"), ratio.estimate());
                range(node.putObject("interval"), ratio.interval());
                range(node.putObject("intervalWithError"), ratio.withError());
            });
            judgement.delta().ifPresent(delta -> node.put("delta", significant(delta)));
            judgement.pValue().ifPresent(p -> node.put("p", significant(p)));
            judgement.adjusted().ifPresent(p -> node.put("adjustedP", significant(p)));
        });
    }

    /** Without {@code high} where there is no upper end. */
    private static void range(ObjectNode node, Range range) {
        bound(node, "low", range.low());
        bound(node, "high", range.high());
    }

    private static void bound(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, significant(value));
        }
    }

    private static BigDecimal significant(double value) {
        BigDecimal shortest =
                BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
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
        figure(node, "p95", summary.p95());
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
        } else if (measured instanceof Measured.Between between) {
            node.put("value", between.count()).put("of", between.of());
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
        node.put("disturbed", trial.isDisturbed());
        for (Disturbance disturbance : trial.disturbances()) {
            disturbance(node.withArray("disturbances").addObject(), disturbance);
        }
        if (!trial.gaps().isEmpty()) {
            trial.gaps().forEach(node.putArray("notInHistory")::add);
        }
    }

    private static void disturbance(ObjectNode node, Disturbance disturbance) {
        node.put("kind", disturbance.kind())
                .put("text", DisturbedTrials.text(disturbance).replace('\u00a0', ' '));
        if (disturbance instanceof Disturbance.ProbesFailed probes) {
            node.put("failed", probes.failed()).put("of", probes.sent());
            ObjectNode replicas = node.putObject("replicas");
            probes.replicas().forEach((name, share) -> measured(replicas.putObject(name), share));
        } else if (disturbance instanceof Disturbance.HostsLost lost) {
            ObjectNode hosts = node.putObject("hosts");
            lost.hosts().forEach((name, length) -> hosts.put(name, seconds(length)));
        } else if (disturbance instanceof Disturbance.NotReady unready) {
            ObjectNode replicas = node.putObject("replicas");
            unready.replicas().forEach((name, length) -> replicas.put(name, seconds(length)));
        } else if (disturbance instanceof Disturbance.ObserverLate late) {
            node.put("most99", seconds(late.most99())).put("most", seconds(late.most()));
            node.put("bound", seconds(late.bound()));
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
