package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.TrialOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Computes the figures and the picture of one trial. */
final class Figures {
    private static final String UNNOTICED = "the orchestrator reported no change";

    private final TrialRecord trial;
    private final TrialOutcome outcome;
    private final long granularity;
    private final Event.Probing probing;
    private final int wanted;
    private final long origin;
    private final ServiceRequests service;
    private final StepFunction ready = new StepFunction();
    private final StepFunction answering;
    private final Map<Metric, Measured> all = new EnumMap<>(Metric.class);

    Figures(TrialRecord trial, TrialOutcome outcome, long granularity) {
        this.trial = trial;
        this.outcome = outcome;
        this.granularity = granularity;
        this.probing = trial.run.probing();
        this.wanted = trial.run.wanted();
        this.origin = trial.origin();
        this.service = new ServiceRequests(trial.probes, probing, origin);
        for (Event.StatusObserved state : trial.states) {
            Event.RoleCounts counts = state.roles().get(trial.run.role());
            ready.set(state.at() - origin, counts == null ? 0 : counts.ready());
        }
        this.answering = Answering.of(trial.probes, probing, origin, trial.end());
        if (trial.fault != null) {
            ofFault(trial.fault);
        } else if (trial.intent != null) {
            ofDeployment();
        }
    }

    Map<Metric, Measured> all() {
        return all;
    }

    private void ofDeployment() {
        all.put(Metric.ACCEPTED, accepted());
        all.put(Metric.SERVING, serving());
        all.put(Metric.FIRST_READY, reached(ready.firstAtLeast(1, 0)));
        all.put(Metric.ALL_READY, reached(ready.firstAtLeast(wanted, 0)));
    }

    private void ofFault(Event.FaultInjected fault) {
        long uncertain = fault.after() - fault.at();
        Detection detection = new Detection(fault, trial.states);
        OptionalLong noticed = detection.noticed();
        all.put(Metric.DETECTED, since(noticed, granularity + uncertain, UNNOTICED));
        all.put(
                Metric.ENDPOINT_LOST,
                detection.isListed()
                        ? since(detection.endpointLost(), granularity + uncertain, "never off them")
                        : new Measured.Missing("no service had it among its endpoints"));
        if (!trial.paths.isEmpty()) {
            ofDataPath(DataPath.of(fault, trial.paths, detection.address().orElse("")), uncertain);
        }
        all.put(Metric.FAILURE_SPAN, service.failureSpan());
        all.put(Metric.FAILED_IN_SPAN, service.failedInSpan());
        all.put(Metric.UNAFFECTED, unaffected(probing.servicePeriod() + uncertain));
        failedRequests(fault.at(), noticed);
        Measured repaired =
                recovered(answering, probing.replicaPeriod() + uncertain, "every replica answered all the time");
        all.put(Metric.REPAIRED, repaired);
        all.put(Metric.FULL_STRENGTH, fullStrength(repaired, uncertain));
    }

    private void ofDataPath(DataPath path, long uncertain) {
        Optional<DataPath.Left> left = path.left();
        all.put(
                Metric.PATH_LEFT,
                left.<Measured>map(off -> new Measured.Time(off.at() - origin, off.error() + uncertain))
                        .orElseGet(() -> notReached(path.whyNot())));
        all.put(
                Metric.FAILED_OFF_PATH,
                left.map(off -> service.failed(request -> request.sent() >= off.at()))
                        .orElseGet(() -> new Measured.Missing(path.whyNot())));
    }

    /** All that failed, and the parts of them by what was known when they were sent and when they failed. */
    private void failedRequests(long fault, OptionalLong noticed) {
        all.put(Metric.FAILED_REQUESTS, service.failed(request -> true));
        all.put(Metric.IN_FLIGHT_AT_FAULT, service.failed(request -> request.sent() < fault));
        if (noticed.isEmpty()) {
            Measured unknown = new Measured.Missing(UNNOTICED);
            all.put(Metric.FAILED_BEFORE_DETECTION, unknown);
            all.put(Metric.IN_FLIGHT_AT_DETECTION, unknown);
            all.put(Metric.FAILED_AFTER_DETECTION, unknown);
            return;
        }
        long then = noticed.getAsLong();
        all.put(
                Metric.FAILED_BEFORE_DETECTION,
                service.failed(request -> request.sent() >= fault && request.sent() < then && request.at() < then));
        all.put(
                Metric.IN_FLIGHT_AT_DETECTION,
                service.failed(request -> request.sent() >= fault && request.sent() < then && request.at() >= then));
        all.put(Metric.FAILED_AFTER_DETECTION, service.failed(request -> request.sent() >= then));
    }

    private Measured unaffected(long error) {
        return service.hasFailures() || service.isEmpty()
                ? since(service.goodSince(), error, "no request to the service's address succeeded in the end")
                : new Measured.Time(0, error);
    }

    private Measured accepted() {
        OptionalLong answered = service.firstGood();
        long earliest = answered.isPresent() ? answered.getAsLong() - probing.servicePeriod() : origin;
        for (Event.AcceptanceTried tried : trial.tries) {
            if (tried.passed()) {
                long value = tried.at() - origin;
                return new Measured.Time(value, Math.min(value, tried.at() - earliest));
            }
            earliest = Math.max(earliest, tried.started());
        }
        return notReached("no try of the acceptance check passed");
    }

    /** The first good probe of the run of good ones that lasts to the end. */
    private Measured serving() {
        return since(service.goodSince(), probing.servicePeriod(), "the service's address did not answer");
    }

    /** Until the count is back at what is wanted, for good, after having been below. */
    private Measured recovered(StepFunction count, long error, String never) {
        if (count.steps().isEmpty() || !count.isEverBelow(wanted, 0)) {
            return outcome == TrialOutcome.REACHED ? new Measured.Missing(never) : notReached(never);
        }
        OptionalLong since = count.atLeastSince(wanted);
        return since.isPresent() ? new Measured.Time(Math.max(0, since.getAsLong()), error) : notReached("cut short");
    }

    private Measured fullStrength(Measured repaired, long uncertain) {
        Measured reported =
                recovered(ready, granularity + uncertain, "the orchestrator always called all replicas ready");
        if (!repaired.isFigure() || repaired instanceof Measured.MoreThan || !reported.isFigure()) {
            return repaired.isFigure() ? repaired : reported;
        }
        return reported.magnitude() >= repaired.magnitude() || reported instanceof Measured.MoreThan
                ? reported
                : repaired;
    }

    private Measured reached(OptionalLong instant) {
        return instant.isPresent()
                ? new Measured.Time(instant.getAsLong(), granularity)
                : notReached("the orchestrator did not report it");
    }

    private Measured since(OptionalLong instant, long error, String otherwise) {
        if (instant.isPresent()) {
            return new Measured.Time(Math.max(0, instant.getAsLong() - origin), error);
        }
        return notReached(otherwise);
    }

    /** A trial that timed out says that it takes longer; any other says nothing. */
    private Measured notReached(String why) {
        return outcome == TrialOutcome.TIMED_OUT
                ? new Measured.MoreThan(trial.end() - origin)
                : new Measured.Missing(why);
    }

    Timeline timeline() {
        return new Timeline(
                Math.max(trial.started.at() - origin, -2_000_000_000L),
                trial.end() - origin,
                wanted,
                ready.steps(),
                answering.steps(),
                service.failures().stream().map(instant -> instant - origin).toList(),
                phases());
    }

    private List<Timeline.Phase> phases() {
        List<Timeline.Phase> phases = new ArrayList<>();
        long from = 0;
        if (trial.fault != null) {
            from = phase(phases, "until noticed", from, Metric.DETECTED);
            from = phase(phases, "until it serves", from, Metric.REPAIRED);
            phase(phases, "until counted ready", from, Metric.FULL_STRENGTH);
        } else if (trial.intent != null) {
            from = phase(phases, "until first ready", from, Metric.FIRST_READY);
            from = phase(phases, "until all ready", from, Metric.ALL_READY);
            phase(phases, "until accepted", from, Metric.ACCEPTED);
        }
        return phases;
    }

    private long phase(List<Timeline.Phase> phases, String name, long from, Metric metric) {
        Measured measured = all.get(metric);
        if (measured == null || !measured.isFigure() || measured.magnitude() <= from) {
            return from;
        }
        phases.add(new Timeline.Phase(name, from, measured.magnitude()));
        return measured.magnitude();
    }
}
