package dev.parallax.comparison;

import dev.parallax.backend.HostStatus;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.NotSupportedException;
import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.analysis.Equivalence;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.HistoryFile;
import dev.parallax.comparison.history.HistoryReader;
import dev.parallax.comparison.history.RunClock;
import dev.parallax.comparison.history.TrialOutcome;
import dev.parallax.comparison.scenario.Deploy;
import dev.parallax.comparison.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One comparison under way. First each side is deployed on once, unmeasured, and what runs there is compared. Then come the runs; each is a
 * block that takes the sides in a random order that the next reverses, and on each side deploys and goes through the scenarios, in a
 * random order that both sides of a run share.
 */
final class ComparisonRun {
    private final Comparison.Builder wanted;
    private final List<Testbed> testbeds;
    private final long seed;
    private final Map<String, SideFacts> described = new HashMap<>();
    private final Map<String, Prediction> predictions = new HashMap<>();
    /** Known to be in use; none while sides change. */
    private @Nullable Testbed active;

    private int trialsBegun;

    ComparisonRun(Comparison.Builder wanted, List<Testbed> testbeds) {
        this.wanted = wanted;
        this.testbeds = testbeds;
        testbeds.forEach(testbed -> predictions.put(testbed.side(), Prediction.unread(testbed.longestPoll())));
        this.seed = wanted.seed.orElseGet(() -> wanted.wallClock.millis());
    }

    Results execute(Path file) throws InterruptedException {
        try {
            record(file);
        } finally {
            resumeOthers();
        }
        return Analysis.of(HistoryReader.read(file));
    }

    private void record(Path file) throws InterruptedException {
        try (HistoryFile history = HistoryFile.create(file, wanted.ticker)) {
            RunClock clock = RunClock.start(wanted.ticker);
            history.record(start(clock));
            String outcome = "failed";
            try {
                outcome = measure(history, clock);
            } catch (InterruptedException e) {
                outcome = "interrupted";
                throw e;
            } catch (RuntimeException e) {
                outcome = "failed: " + e.getMessage();
                throw e;
            } finally {
                history.record(new Event.RunEnded(
                        clock.now(), outcome, Environment.ownMemory().orElse(null)));
            }
        }
    }

    /** Leaves every side in use, however and wherever it ended. What was measured is not lost when one does not come back. */
    private void resumeOthers() throws InterruptedException {
        for (Testbed testbed : testbeds) {
            if (testbed != active) {
                wanted.listener.preparing(testbed.side(), "resuming");
                try {
                    testbed.resume();
                } catch (TestbedException e) {
                    wanted.listener.preparing(testbed.side(), "not resumed: " + e.getMessage());
                }
            }
        }
    }

    private Event.RunStarted start(RunClock clock) {
        return new Event.RunStarted(
                clock.now(),
                Event.FORMAT,
                wanted.wallClock.instant().toString(),
                wanted.application.name(),
                wanted.application.version(),
                wanted.measured.role(),
                wanted.measured.wanted(),
                testbeds.stream().map(Testbed::side).toList(),
                wanted.scenarios.stream().map(Scenario::name).toList(),
                wanted.runs,
                seed,
                wanted.probing,
                Environment.read(wanted.idleSides),
                wanted.command,
                wanted.margin);
    }

    private String measure(HistoryFile history, RunClock clock) throws InterruptedException {
        Random random = new Random(seed);
        SortedMap<String, Inspection> inspections = new TreeMap<>();
        for (Testbed testbed : BalancedOrders.shuffled(testbeds, random)) {
            inspections.put(testbed.side(), warmUp(testbed, history, clock));
        }
        if (testbeds.size() > 1) {
            Event.EquivalenceChecked checked = Equivalence.check(clock.now(), inspections, wanted.acceptedDifferences);
            history.record(checked);
            wanted.listener.compared(checked);
            if (!checked.differences().stream().allMatch(Event.Difference::accepted)) {
                return "not measured: the sides do not run the same";
            }
        }
        BalancedOrders<Testbed> orders = new BalancedOrders<>(testbeds);
        for (int run = 1; run <= wanted.runs; run++) {
            List<Scenario> scenarios = BalancedOrders.shuffled(wanted.scenarios, random);
            for (Testbed testbed : orders.next(random)) {
                block(testbed, run, scenarios, history, clock);
            }
        }
        return "done";
    }

    private Inspection warmUp(Testbed testbed, HistoryFile history, RunClock clock) throws InterruptedException {
        try (SideRun side = open(testbed, 0, history, clock)) {
            SideRun.Ended ended = trial(side, new Deploy(), 0);
            if (ended.outcome() != TrialOutcome.REACHED) {
                throw new ComparisonException(testbed.side() + ": " + wanted.application.name()
                        + " could not be deployed, so nothing was measured; missing: " + ended.detail());
            }
            describe(testbed, side, history, clock);
            Inspection inspection = testbed.backend().inspect(wanted.application.name());
            complete(side);
            return inspection;
        }
    }

    private void block(Testbed testbed, int run, List<Scenario> scenarios, HistoryFile history, RunClock clock)
            throws InterruptedException {
        try (SideRun side = open(testbed, run, history, clock)) {
            Scenario deploy = scenarios.stream()
                    .filter(scenario -> scenario instanceof Deploy)
                    .findFirst()
                    .orElseGet(Deploy::new);
            boolean deployed = trial(side, deploy, run).outcome() == TrialOutcome.REACHED;
            side.readResources("deployed");
            if (deployed) {
                describe(testbed, side, history, clock);
            }
            for (Scenario scenario : scenarios) {
                if (scenario instanceof Deploy) {
                    continue;
                }
                if (deployed) {
                    trial(side, scenario, run);
                    deployed = side.restoreStartState(
                            wanted.restoreLimit.plus(testbed.longestPoll().multipliedBy(SideRun.POLLS)));
                } else {
                    String why = "the application was not at full strength before it";
                    side.skip(scenario, run, limit(scenario, testbed.side()), why);
                    trialsBegun++;
                    wanted.listener.trialEnded(side.name(), scenario, run, TrialOutcome.FAILED, why, Duration.ZERO);
                }
            }
            complete(side);
        }
    }

    private void complete(SideRun side) {
        wanted.listener.preparing(side.name(), "deleting " + wanted.application.name());
        side.complete();
    }

    private SideRun.Ended trial(SideRun side, Scenario scenario, int run) throws InterruptedException {
        if (run > 0) {
            trialsBegun++;
        }
        int perRun = wanted.scenarios.size() + (wanted.scenarios.stream().anyMatch(Deploy.class::isInstance) ? 0 : 1);
        wanted.listener.trialStarted(side.name(), scenario, run, trialsBegun, perRun * testbeds.size() * wanted.runs);
        SideRun.Ended ended = side.trial(scenario, run, limit(scenario, side.name()));
        wanted.listener.trialEnded(side.name(), scenario, run, ended.outcome(), ended.detail(), ended.took());
        return ended;
    }

    /** Makes this the side being measured, with nothing of the application on it. */
    private SideRun open(Testbed testbed, int run, HistoryFile history, RunClock clock) throws InterruptedException {
        if (active != testbed) {
            active = null;
            if (wanted.idleSides == Comparison.IdleSides.SUSPENDED) {
                for (Testbed other : testbeds) {
                    if (other != testbed) {
                        wanted.listener.preparing(other.side(), "suspending");
                        other.suspend();
                    }
                }
            }
            wanted.listener.preparing(testbed.side(), "resuming");
        }
        testbed.resume();
        active = testbed;
        wanted.listener.preparing(testbed.side(), "deleting what may be left of " + wanted.application.name());
        SideRun.clear(testbed, wanted.application.name());
        SideRun side = new SideRun(
                testbed, wanted, new Random(seed + 31L * run + testbed.side().hashCode()), history, clock);
        side.readResources("idle");
        return side;
    }

    private Duration limit(Scenario scenario, String side) {
        return scenario.limit(Objects.requireNonNull(predictions.get(side), side));
    }

    /** What else is deployed where it is measured. */
    private List<String> others(Testbed testbed) {
        List<HostStatus> hosts;
        try {
            hosts = testbed.backend().hosts();
        } catch (NotSupportedException e) {
            return List.of();
        }
        return HostStatus.otherApplications(hosts, wanted.application.name()).stream()
                .map(name ->
                        "Another application was deployed beside what was measured, and took its share: " + name + ".")
                .toList();
    }

    /** Records what runs on the side, unless it is what was recorded before. */
    private void describe(Testbed testbed, SideRun side, HistoryFile history, RunClock clock) {
        SideFacts facts = side.facts().remarked(others(testbed));
        Prediction prediction = Prediction.of(facts.hostLoss(), wanted.recovery(), testbed.longestPoll());
        predictions.put(testbed.side(), prediction);
        if (facts.equals(described.put(testbed.side(), facts))) {
            return;
        }
        history.record(new Event.SideDescribed(
                clock.now(),
                testbed.side(),
                facts.profile(),
                new TreeMap<>(facts.versions()),
                facts.timers(),
                facts.watchGranularity().toNanos(),
                testbed.hosts(),
                facts.hostLoss() == null
                        ? null
                        : new Event.Predicted(
                                prediction.hostNoticed().toNanos(),
                                prediction.hostReplaced().toNanos(),
                                prediction.because()),
                facts.remarks(),
                facts.processLoss() == null
                        ? null
                        : new Event.PredictedProcess(
                                facts.processLoss().noticedWithin().toNanos(),
                                facts.processLoss().startedWithin().toNanos(),
                                facts.processLoss().because())));
    }
}
