package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.ProbeOutcome;
import dev.parallax.comparison.history.TrialOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The events of one trial, gathered by kind. */
final class TrialRecord {
    final Event.RunStarted run;
    final Event.TrialStarted started;
    final List<Event.StatusObserved> states = new ArrayList<>();
    final List<Event.PathObserved> paths = new ArrayList<>();
    final List<Event.ProbeEnded> probes = new ArrayList<>();
    final List<Event.AcceptanceTried> tries = new ArrayList<>();
    Event.@Nullable IntentDeclared intent;
    Event.@Nullable FaultInjected fault;
    Event.@Nullable LimitReached limit;
    private Event.@Nullable TrialEnded ended;
    private boolean restored;
    private int failedAfterwards;

    TrialRecord(Event.RunStarted run, Event.TrialStarted started) {
        this.run = run;
        this.started = started;
    }

    String side() {
        return started.side();
    }

    /** Run 0 warms up. */
    boolean isMeasured() {
        return started.run() > 0 && run.scenarios().contains(started.scenario());
    }

    void take(Event event) {
        if (event instanceof Event.StartStateRestored again) {
            restored = again.restored();
        } else if (ended != null) {
            // What is seen while the start state is restored is not part of the figures.
            takeAfterwards(event);
        } else if (event instanceof Event.StatusObserved state) {
            states.add(state);
        } else if (event instanceof Event.PathObserved path) {
            paths.add(path);
        } else if (event instanceof Event.ProbeEnded probe) {
            probes.add(probe);
        } else if (event instanceof Event.AcceptanceTried tried) {
            tries.add(tried);
        } else if (event instanceof Event.IntentDeclared declared) {
            intent = declared;
        } else if (event instanceof Event.FaultInjected injected) {
            fault = injected;
        } else if (event instanceof Event.LimitReached reached) {
            limit = reached;
        } else if (event instanceof Event.TrialEnded end) {
            ended = end;
        }
    }

    private void takeAfterwards(Event event) {
        if (event instanceof Event.ProbeEnded probe
                && probe.target().equals(Event.ProbeEnded.SERVICE)
                && probe.outcome() != ProbeOutcome.GOOD
                && probe.outcome() != ProbeOutcome.NOT_SENT) {
            failedAfterwards++;
        }
    }

    /** By how much each probe that was sent left later than it was meant to. */
    LongStream late() {
        return probes.stream()
                .filter(probe -> probe.outcome() != ProbeOutcome.NOT_SENT)
                .mapToLong(probe -> probe.sent() - probe.intended());
    }

    TrialResult result(long watchGranularity) {
        Event.TrialEnded end = ended;
        TrialOutcome outcome = end == null ? TrialOutcome.FAILED : end.outcome();
        String detail = end == null ? "the run was cut short" : end.detail();
        int unsent = (int) probes.stream()
                .filter(probe -> probe.outcome() == ProbeOutcome.NOT_SENT)
                .count();
        Figures figures = new Figures(this, outcome, watchGranularity);
        return new TrialResult(
                side(),
                started.scenario(),
                started.run(),
                started.limit(),
                outcome,
                detail,
                fault,
                figures.all(),
                figures.timeline(),
                unsent,
                failedAfterwards,
                restored,
                outcome == TrialOutcome.FAILED ? List.of() : gaps(),
                Disturbances.of(this));
    }

    private List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        if (fault == null && intent == null) {
            gaps.add("neither a request nor a fault");
        }
        if (states.isEmpty()) {
            gaps.add("no state of the orchestrator");
        }
        if (probes.stream().noneMatch(probe -> probe.target().equals(Event.ProbeEnded.SERVICE))) {
            gaps.add("no probe of the service address");
        }
        if (probes.stream().allMatch(probe -> probe.target().equals(Event.ProbeEnded.SERVICE))) {
            gaps.add("no probe of a replica");
        }
        return gaps;
    }

    /** The instant from which times are counted. */
    long origin() {
        Event.FaultInjected injected = fault;
        if (injected != null) {
            return injected.at();
        }
        Event.IntentDeclared declared = intent;
        return declared == null ? started.at() : declared.at();
    }

    /** The trial's last instant. */
    long end() {
        Event.TrialEnded end = ended;
        if (end != null) {
            return end.at();
        }
        return probes.isEmpty() ? started.at() : probes.get(probes.size() - 1).at();
    }
}
