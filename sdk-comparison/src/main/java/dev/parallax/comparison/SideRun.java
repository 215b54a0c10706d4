package dev.parallax.comparison;

import dev.parallax.ParallaxException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.Recorder;
import dev.parallax.comparison.history.RunClock;
import dev.parallax.comparison.history.TrialOutcome;
import dev.parallax.comparison.probe.Observer;
import dev.parallax.comparison.scenario.Bench;
import dev.parallax.comparison.scenario.Deploy;
import dev.parallax.comparison.scenario.Scenario;
import dev.parallax.comparison.scenario.ScenarioException;
import dev.parallax.comparison.scenario.Trial;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** One side while it is being measured: from an empty side to an empty side. Closing it deletes the application. */
final class SideRun implements AutoCloseable {
    private static final Duration DELETED = Duration.ofMinutes(3);
    /** How often hosts may have to look until all that an application takes is there, or gone. */
    static final int POLLS = 6;

    /** A trial goes on for so long after its success, so that a recovery that does not last shows. */
    private static final Duration WATCHED_AFTERWARDS = Duration.ofSeconds(2);

    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final Testbed testbed;
    private final String application;
    private final Recorder recorder;
    private final RunClock clock;
    private final Observer observer;
    private final Bench bench;
    private Optional<String> notRestored = Optional.empty();

    /** How a trial ended, and how long it took after it had begun. */
    record Ended(TrialOutcome outcome, String detail, Duration took) {}

    SideRun(Testbed testbed, Comparison.Builder wanted, Random random, Recorder recorder, RunClock clock) {
        this.testbed = testbed;
        this.application = wanted.application.name();
        this.recorder = recorder;
        this.clock = clock;
        this.observer = Observer.start(testbed, wanted.measured, wanted.probing, clock, recorder);
        this.bench = new Bench(
                testbed, wanted.application, wanted.measured, observer.view(), wanted.probing, clock, recorder, random);
    }

    /** Deletes the application with all it keeps, so that each deployment starts from the same nothing. */
    static void clear(Testbed testbed, String application) {
        testbed.backend()
                .delete(
                        application,
                        new DeleteOptions(
                                DeleteOptions.KeptStorage.REMOVE,
                                DELETED.plus(testbed.longestPoll().multipliedBy(POLLS))));
    }

    String name() {
        return testbed.side();
    }

    /** What runs on this side; asked while the application is deployed. */
    SideFacts facts() {
        return testbed.facts(bench.readyReplicas());
    }

    void readResources(String moment) {
        recorder.record(new Event.ResourcesRead(clock.now(), testbed.side(), moment, testbed.resources()));
    }

    Ended trial(Scenario scenario, int run, Duration limit) throws InterruptedException {
        long started = begin(scenario, run, limit);
        observer.restate();
        Ended ended;
        try {
            ended = carryOut(scenario, limit);
        } catch (ParallaxException e) {
            ended = end(TrialOutcome.FAILED, String.valueOf(e.getMessage()), started);
        }
        return ended;
    }

    /** Records a trial that cannot be carried out, so that its absence shows. */
    void skip(Scenario scenario, int run, Duration limit, String why) {
        end(TrialOutcome.FAILED, why, begin(scenario, run, limit));
    }

    private long begin(Scenario scenario, int run, Duration limit) {
        long started = clock.now();
        recorder.record(new Event.TrialStarted(started, testbed.side(), scenario.name(), run, limit.toNanos()));
        return started;
    }

    private Ended carryOut(Scenario scenario, Duration limit) throws InterruptedException {
        if (!(scenario instanceof Deploy)) {
            // Probes of the trial's own show the state before the fault.
            bench.view().mark(clock.now());
            if (!awaitFullStrength(START_LIMIT)) {
                throw new ScenarioException("not begun; missing: " + String.join(", ", bench.missingForFullStrength()));
            }
        }
        Trial trial = scenario.open(bench);
        try {
            return carryOut(trial, limit.toNanos());
        } finally {
            restore(trial);
        }
    }

    private Ended carryOut(Trial trial, long limit) throws InterruptedException {
        long begun = clock.now();
        trial.begin();
        if (isReachedForGood(trial, limit)) {
            return end(TrialOutcome.REACHED, "", begun);
        }
        String missing = String.join(", ", trial.missing());
        recorder.record(new Event.LimitReached(clock.now(), limit, missing));
        return end(trial.hasTakenEffect() ? TrialOutcome.TIMED_OUT : TrialOutcome.FAILED, missing, begun);
    }

    /** Whether nothing is missing any more, and nothing has been again for a while after. */
    private boolean isReachedForGood(Trial trial, long limit) throws InterruptedException {
        long begun = clock.now();
        while (bench.view().await(view -> trial.missing().isEmpty(), limit - (clock.now() - begun))) {
            if (!bench.view().await(view -> !trial.missing().isEmpty(), WATCHED_AFTERWARDS.toNanos())) {
                return true;
            }
        }
        return false;
    }

    private void restore(Trial trial) throws InterruptedException {
        try {
            trial.restore();
        } catch (ParallaxException e) {
            notRestored = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Ended end(TrialOutcome outcome, String detail, long begun) {
        long now = clock.now();
        recorder.record(new Event.TrialEnded(now, outcome, detail));
        return new Ended(outcome, detail, Duration.ofNanos(now - begun));
    }

    /** Waits for the state before a trial, and deploys anew when it does not come back. */
    boolean restoreStartState(Duration limit) throws InterruptedException {
        long started = clock.now();
        bench.view().mark(started);
        Optional<String> problem = notRestored;
        notRestored = Optional.empty();
        if (problem.isEmpty() && !awaitFullStrength(limit)) {
            problem = Optional.of("missing: " + String.join(", ", bench.missingForFullStrength()));
        }
        recorder.record(new Event.StartStateRestored(
                clock.now(), clock.now() - started, problem.isEmpty(), problem.orElse("")));
        return problem.isEmpty() || redeploy(limit);
    }

    private boolean redeploy(Duration limit) throws InterruptedException {
        try {
            testbed.resume();
            clear(testbed, application);
            bench.view().mark(clock.now());
            testbed.backend().apply(bench.application());
            return awaitFullStrength(limit);
        } catch (ParallaxException e) {
            // The trials that follow are recorded as failed, with what is missing.
            return false;
        }
    }

    private boolean awaitFullStrength(Duration limit) throws InterruptedException {
        return bench.view().await(view -> bench.missingForFullStrength().isEmpty(), limit.toNanos());
    }

    /** Deletes the application when the run on this side went to its end; what another end leaves, the next run clears. */
    void complete() {
        observer.close();
        clear(testbed, application);
    }

    /** Ends the observation. Quick, for it is also how an interrupted run ends. */
    @Override
    public void close() {
        observer.close();
    }
}
