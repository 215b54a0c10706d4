package dev.parallax.comparison.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.HandMadeRun.Course;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.History;
import dev.parallax.comparison.history.ProbeOutcome;
import dev.parallax.comparison.history.TrialOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    /** How long a good answer takes in a history that is made by hand, in milliseconds. */
    private static final long ANSWER = 3;

    private static final String SIDE = "kubernetes";

    private static HandMadeRun run(String... scenarios) {
        return new HandMadeRun(List.of(SIDE), List.of(scenarios), 1);
    }

    private static TrialResult only(HandMadeRun run) {
        List<TrialResult> trials = Analysis.of(run.history()).trials();
        assertThat(trials).hasSize(1);
        return trials.get(0);
    }

    private static Measured time(long millis, long error) {
        return new Measured.Time(millis * 1_000_000, error * 1_000_000);
    }

    @Test
    void measuresFaultFromTheInstantBeforeIt() {
        TrialResult trial = only(run("process-kill")
                .fault(SIDE, "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000));

        assertThat(trial.outcome()).isEqualTo(TrialOutcome.REACHED);
        // The injection took 4 ms, the watch may be 10 ms late.
        assertThat(trial.figure(Metric.DETECTED)).isEqualTo(time(640, 14));
        assertThat(trial.figure(Metric.ENDPOINT_LOST)).isEqualTo(time(640, 14));
        assertThat(trial.figure(Metric.FAILURE_SPAN)).isEqualTo(time(1_000, 50));
        assertThat(trial.figure(Metric.FAILED_IN_SPAN)).isEqualTo(new Measured.Share(20, 20));
        assertThat(trial.figure(Metric.UNAFFECTED)).isEqualTo(time(1_050, 54));
        assertThat(trial.figure(Metric.FAILED_REQUESTS)).isEqualTo(new Measured.Count(20, 88));
        assertThat(trial.figure(Metric.FAILED_AFTER_DETECTION)).isInstanceOfSatisfying(Measured.Count.class, count -> {
            // From 650 to 1000 ms, every 50 ms.
            assertThat(count.count()).isEqualTo(8);
        });
        assertThat(trial.figure(Metric.REPAIRED)).isEqualTo(time(3_000 + ANSWER, 104));
        assertThat(trial.figure(Metric.FULL_STRENGTH)).isEqualTo(time(3_900, 14));
    }

    /** A history whose failed requests to the service's address are replaced by these: when each was sent, and when its failure was known. */
    private static TrialResult failing(Course course, long[]... requests) {
        List<Event> events = new ArrayList<>();
        long fault = 0;
        for (Event event : run("process-kill")
                .fault(SIDE, "process-kill", 1, course, 120_000)
                .events()) {
            if (event instanceof Event.FaultInjected injected) {
                fault = injected.at();
            }
            events.add(event);
        }
        int end = 0;
        while (!(events.get(end) instanceof Event.TrialEnded)) {
            end++;
        }
        for (long[] request : requests) {
            long sent = fault + request[0] * 1_000_000;
            events.add(
                    end,
                    new Event.ProbeEnded(
                            fault + request[1] * 1_000_000,
                            Event.ProbeEnded.SERVICE,
                            sent,
                            sent,
                            ProbeOutcome.TIMED_OUT,
                            0));
        }
        return Analysis.of(History.of(events)).trials().get(0);
    }

    @Test
    void tellsFailedRequestsApartByWhatWasKnownWhenTheyWereSent() {
        // Noticed after 640 ms; otherwise no request fails.
        TrialResult trial = failing(
                new Course(640, -1, -1, 10, 3_000, 3_900),
                new long[] {-20, 30},
                new long[] {-10, 990},
                new long[] {10, 20},
                new long[] {300, 639},
                new long[] {320, 640},
                new long[] {639, 1_639},
                new long[] {640, 641},
                new long[] {700, 1_700},
                // Known before the fault: no matter of this trial.
                new long[] {-500, -400});

        assertThat(trial.figure(Metric.FAILED_REQUESTS).magnitude()).isEqualTo(8);
        assertThat(trial.figure(Metric.IN_FLIGHT_AT_FAULT).magnitude()).isEqualTo(2);
        assertThat(trial.figure(Metric.FAILED_BEFORE_DETECTION).magnitude()).isEqualTo(2);
        assertThat(trial.figure(Metric.IN_FLIGHT_AT_DETECTION).magnitude()).isEqualTo(2);
        assertThat(trial.figure(Metric.FAILED_AFTER_DETECTION).magnitude()).isEqualTo(2);
        // Among those that failed, from -20 to 700 ms, were good ones every 50 ms.
        assertThat(trial.figure(Metric.FAILED_IN_SPAN)).isEqualTo(new Measured.Share(8, 8 + 15));
        // The request of 700 ms was the last that failed.
        assertThat(trial.figure(Metric.UNAFFECTED)).isEqualTo(time(750, 54));
    }

    /** Where balancers led, added to a fault that was noticed after 640 ms, with requests that fail between 50 and 1,050 ms. */
    private static TrialResult followed(String scenario, @Nullable String holder, Led... led) {
        List<Event> events = new ArrayList<>();
        for (Event event : run(scenario)
                .fault(SIDE, scenario, 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000)
                .events()) {
            if (event instanceof Event.FaultInjected fault) {
                for (Led path : led) {
                    long at = fault.at() + path.at() * 1_000_000;
                    events.add(new Event.PathObserved(at, at - path.late() * 1_000_000, path.host(), path.targets()));
                }
                events.add(new Event.FaultInjected(
                        fault.at(), fault.after(), fault.fault(), fault.replica(), fault.host(), false, holder));
            } else {
                events.add(event);
            }
        }
        return Analysis.of(History.of(events)).trials().get(0);
    }

    /** In milliseconds after the fault. */
    private record Led(long at, long late, String host, List<String> targets) {}

    private static final List<String> BOTH = List.of("10.0.0.1:5000", "10.0.0.2:5000");
    private static final List<String> OTHER = List.of("10.0.0.1:5000", "10.0.0.20:5000");

    @Test
    void tellsWhenTheBalancerOfTheAddressLeftTheReplicaOut() {
        TrialResult trial = followed(
                "process-kill",
                "host3",
                new Led(-900, 0, "host3", BOTH),
                new Led(-900, 0, "host1", BOTH),
                new Led(820, 20, "host3", OTHER),
                new Led(990, 20, "host1", OTHER),
                new Led(2_000, 0, "host3", BOTH));

        // A look was 20 ms before, the injection took 4 ms.
        assertThat(trial.figure(Metric.PATH_LEFT)).isEqualTo(time(820, 24));
        // From 850 to 1,000 ms, every 50 ms.
        assertThat(trial.figure(Metric.FAILED_OFF_PATH).magnitude()).isEqualTo(4);
    }

    @Test
    void lastOfTheOtherBalancersCountsWhenTheOneOfTheAddressStoppedOrIsUnknown() {
        Led[] led = {
            new Led(-900, 0, "host1", BOTH),
            new Led(-900, 0, "host2", BOTH),
            new Led(-900, 0, "host3", BOTH),
            new Led(-900, 0, "host4", OTHER),
            new Led(700, 0, "host1", OTHER),
            new Led(900, 0, "host3", OTHER)
        };

        assertThat(followed("host-stop", "host2", led).figure(Metric.PATH_LEFT)).isEqualTo(time(900, 4));
        assertThat(followed("host-stop", null, led).figure(Metric.PATH_LEFT)).isEqualTo(time(900, 4));
        // Of a host that goes on, the replica's included, the balancer does, too.
        assertThat(followed("process-kill", null, led).figure(Metric.PATH_LEFT))
                .isEqualTo(new Measured.Missing("the balancer of host2 never left it out"));
    }

    @Test
    void saysWhyThereIsNoInstantAtWhichBalancersLeftItOut() {
        TrialResult never = followed("process-kill", "host3", new Led(-900, 0, "host3", BOTH));
        assertThat(never.figure(Metric.PATH_LEFT))
                .isEqualTo(new Measured.Missing("the balancer of host3 never left it out"));
        assertThat(never.figure(Metric.FAILED_OFF_PATH)).isInstanceOf(Measured.Missing.class);

        assertThat(followed("process-kill", "host3", new Led(-900, 0, "host1", BOTH))
                        .figure(Metric.PATH_LEFT))
                .isEqualTo(new Measured.Missing("no balancer was seen to lead to it when the fault came"));
        assertThat(followed("process-kill", "host3").figures()).doesNotContainKey(Metric.PATH_LEFT);
    }

    @Test
    void endpointThatIsGoneBeforeTheReplicaIsSeenUnreadyIsNoticedToo() {
        List<Event> events = new ArrayList<>();
        for (Event event : run("process-kill")
                .fault(SIDE, "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000)
                .events()) {
            if (event instanceof Event.StatusObserved state
                    && state.replicas().get(1).state().equals("STARTED")) {
                events.add(new Event.StatusObserved(
                        state.at() - 40_000_000,
                        state.roles(),
                        List.of(
                                state.replicas().get(0),
                                new Event.ReplicaSeen("keystone-1", "host2", "10.0.0.2", "READY", 0)),
                        state.endpoints()));
            }
            events.add(event);
        }
        TrialResult trial = Analysis.of(History.of(events)).trials().get(0);

        assertThat(trial.figure(Metric.DETECTED)).isEqualTo(time(600, 14));
        assertThat(trial.figure(Metric.ENDPOINT_LOST)).isEqualTo(time(600, 14));
    }

    @Test
    void fullRedundancyIsTheLaterOfReportAndProbes() {
        TrialResult trial = only(
                run("process-kill").fault(SIDE, "process-kill", 1, new Course(100, -1, -1, 10, 3_000, 2_000), 120_000));

        assertThat(trial.figure(Metric.FULL_STRENGTH)).isEqualTo(time(3_000 + ANSWER, 104));
    }

    @Test
    void replicaServesFromItsFirstAnswerForWhichAProbeMayHaveWaited() {
        List<Event> events = new ArrayList<>();
        Set<String> silent = new HashSet<>();
        for (Event event : run("process-kill")
                .fault(SIDE, "process-kill", 1, new Course(100, -1, -1, 10, 3_000, 2_000), 120_000)
                .events()) {
            boolean waits = false;
            if (event instanceof Event.ProbeEnded probe && probe.outcome().isFailure()) {
                silent.add(probe.target());
            } else if (event instanceof Event.ProbeEnded probe) {
                waits = silent.remove(probe.target());
            }
            events.add(waits ? answered((Event.ProbeEnded) event, 950) : event);
        }

        assertThat(Analysis.of(History.of(events)).trials().get(0).figure(Metric.REPAIRED))
                .isEqualTo(time(3_950, 104));
    }

    private static Event.ProbeEnded answered(Event.ProbeEnded probe, long millis) {
        return new Event.ProbeEnded(
                probe.intended() + millis * 1_000_000,
                probe.target(),
                probe.intended(),
                probe.sent(),
                probe.outcome(),
                probe.status());
    }

    @Test
    void noFailedProbeIsASpanOfNothingWithinTheProbePeriod() {
        TrialResult trial = only(run("replica-delete")
                .fault(SIDE, "replica-delete", 1, new Course(35, -1, -1, 400, 3_300, 4_350), 120_000));

        assertThat(trial.figure(Metric.FAILURE_SPAN)).isEqualTo(time(0, 50));
        assertThat(trial.figure(Metric.FAILED_IN_SPAN)).isEqualTo(new Measured.Share(0, 0));
        assertThat(trial.figure(Metric.UNAFFECTED)).isEqualTo(time(0, 54));
        assertThat(trial.figure(Metric.FAILED_REQUESTS).magnitude()).isZero();
    }

    @Test
    void timeoutIsMoreThanTheLimitAndNeverDropped() {
        HandMadeRun run = new HandMadeRun(List.of(SIDE), List.of("host-stop"), 3);
        run.fault(SIDE, "host-stop", 1, new Course(1_000, 0, 600, 0, 6_000, 7_000), 30_000);
        run.fault(SIDE, "host-stop", 2, new Course(1_000, 0, 600, 0, -1, -1), 30_000);
        run.fault(SIDE, "host-stop", 3, new Course(-1, 0, -1, 0, -1, -1), 30_000);
        Results results = Analysis.of(run.history());

        TrialResult second = results.trials().get(1);
        assertThat(second.outcome()).isEqualTo(TrialOutcome.TIMED_OUT);
        assertThat(second.figure(Metric.DETECTED)).isEqualTo(time(1_000, 14));
        assertThat(second.figure(Metric.FULL_STRENGTH)).isEqualTo(new Measured.MoreThan(30_000_000_000L));
        TrialResult third = results.trials().get(2);
        assertThat(third.figure(Metric.DETECTED)).isEqualTo(new Measured.MoreThan(30_000_000_000L));
        assertThat(third.figure(Metric.FAILURE_SPAN)).isInstanceOf(Measured.MoreThan.class);

        Summary summary =
                results.summary("host-stop", Metric.FULL_STRENGTH, SIDE).orElseThrow();
        assertThat(summary.points()).hasSize(3);
        assertThat(summary.least()).contains(time(7_000, 14));
        assertThat(summary.median()).contains(new Measured.MoreThan(30_000_000_000L));
    }

    @Test
    void missingDataNeverBecomesAFigure() {
        HandMadeRun run = new HandMadeRun(List.of(SIDE), List.of("process-kill"), 2);
        run.fault(SIDE, "process-kill", 1, new Course(-1, 20, 340, 10, 2_700, -1), 120_000);
        run.failed(SIDE, "process-kill", 2, "no replica is ready");
        Results results = Analysis.of(run.history());

        TrialResult unnoticed = results.trials().get(0);
        assertThat(unnoticed.figure(Metric.DETECTED)).isInstanceOf(Measured.Missing.class);
        assertThat(unnoticed.figure(Metric.ENDPOINT_LOST)).isInstanceOf(Measured.Missing.class);
        assertThat(unnoticed.figure(Metric.FAILED_BEFORE_DETECTION)).isInstanceOf(Measured.Missing.class);
        assertThat(unnoticed.figure(Metric.IN_FLIGHT_AT_DETECTION)).isInstanceOf(Measured.Missing.class);
        assertThat(unnoticed.figure(Metric.FAILED_AFTER_DETECTION)).isInstanceOf(Measured.Missing.class);
        assertThat(unnoticed.figure(Metric.FULL_STRENGTH)).isEqualTo(time(2_700 + ANSWER, 104));
        Summary detected =
                results.summary("process-kill", Metric.DETECTED, SIDE).orElseThrow();
        assertThat(detected.median()).isEmpty();
        Summary span =
                results.summary("process-kill", Metric.FAILURE_SPAN, SIDE).orElseThrow();
        assertThat(span.points()).hasSize(2);
        assertThat(span.median()).isEqualTo(span.least()).isEqualTo(span.most());
        assertThat(results.isEveryTrialDone()).isFalse();
    }

    @Test
    void measuresDeployment() {
        TrialResult trial = only(run("deploy").deploy(SIDE, 1, 19_200, List.of(18_900L, 19_400L, 21_000L), 22_800));

        assertThat(trial.figure(Metric.FIRST_READY)).isEqualTo(time(18_900, 10));
        assertThat(trial.figure(Metric.ALL_READY)).isEqualTo(time(21_000, 10));
        assertThat(trial.figure(Metric.SERVING)).isEqualTo(time(19_200, 50));
        // It might have passed from the beginning of the last try that failed on.
        assertThat(trial.figure(Metric.ACCEPTED)).isEqualTo(time(22_800, 1_500));
    }

    @Test
    void warmUpIsNotMeasured() {
        HandMadeRun run = run("deploy");
        run.deploy(SIDE, 0, 1_000, List.of(900L, 1_000L, 1_100L), 1_500);
        run.deploy(SIDE, 1, 2_000, List.of(1_900L, 2_000L, 2_100L), 2_500);

        assertThat(only(run).figure(Metric.ACCEPTED).magnitude()).isEqualTo(2_500_000_000L);
    }

    @Test
    void probesThatTheObserverDidNotSendAreNoOutage() {
        HandMadeRun whole = run("process-kill")
                .fault(SIDE, "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000);
        List<Event> events = new ArrayList<>();
        for (Event event : whole.events()) {
            events.add(
                    event instanceof Event.ProbeEnded probe && probe.outcome() == ProbeOutcome.REFUSED
                            ? new Event.ProbeEnded(
                                    probe.at(),
                                    probe.target(),
                                    probe.intended(),
                                    probe.sent(),
                                    ProbeOutcome.NOT_SENT,
                                    0)
                            : event);
        }
        TrialResult trial = Analysis.of(History.of(events)).trials().get(0);

        assertThat(trial.figure(Metric.FAILED_REQUESTS).magnitude()).isZero();
        assertThat(trial.unsent()).isEqualTo(49);
    }

    /** Any course of events that can be, and the figures it must have. */
    @Test
    void figuresFollowTheCourseOfEvents() {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            long fails = 50L * random.nextLong(0, 20);
            long good = fails + 50L * random.nextLong(1, 100);
            long down = 100L * random.nextLong(0, 5);
            long up = down + 100L * random.nextLong(1, 100);
            long noticed = random.nextLong(1, 3_000);
            long again = noticed + random.nextLong(1, 9_000);
            Course course = new Course(noticed, fails, good, down, up, again);
            TrialResult trial = only(run("process-kill").fault(SIDE, "process-kill", 1, course, 120_000));

            assertThat(trial.figure(Metric.DETECTED)).as("%s", course).isEqualTo(time(noticed, 14));
            assertThat(trial.figure(Metric.FAILURE_SPAN)).as("%s", course).isEqualTo(time(good - fails, 50));
            assertThat(trial.figure(Metric.FAILED_REQUESTS).magnitude())
                    .as("%s", course)
                    .isEqualTo((good - fails) / 50);
            assertThat(Stream.of(
                                    Metric.IN_FLIGHT_AT_FAULT,
                                    Metric.FAILED_BEFORE_DETECTION,
                                    Metric.IN_FLIGHT_AT_DETECTION,
                                    Metric.FAILED_AFTER_DETECTION)
                            .mapToLong(part -> trial.figure(part).magnitude())
                            .sum())
                    .as("%s", course)
                    .isEqualTo((good - fails) / 50);
            assertThat(trial.figure(Metric.REPAIRED)).as("%s", course).isEqualTo(time(up + ANSWER, 104));
            assertThat(trial.figure(Metric.FULL_STRENGTH).magnitude())
                    .as("%s", course)
                    .isEqualTo(Math.max(up + ANSWER, again) * 1_000_000);
        }
    }

    @Test
    void phasesFollowOneAnotherUpToFullRedundancy() {
        TrialResult trial = only(run("process-kill")
                .fault(SIDE, "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000));

        assertThat(trial.timeline().phases())
                .extracting(Timeline.Phase::from, Timeline.Phase::to)
                .containsExactly(
                        tuple(0L, 640_000_000L),
                        tuple(640_000_000L, (3_000 + ANSWER) * 1_000_000),
                        tuple((3_000 + ANSWER) * 1_000_000, 3_900_000_000L));
    }

    @Test
    void runThatWasCutShortSaysSo() {
        List<Event> events = run("process-kill")
                .fault(SIDE, "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000)
                .events();
        int end = 0;
        while (!(events.get(end) instanceof Event.TrialEnded)) {
            end++;
        }
        Results results = Analysis.of(History.of(events.subList(0, end)));

        assertThat(results.complete()).isFalse();
        assertThat(results.trials()).extracting(TrialResult::outcome).containsExactly(TrialOutcome.FAILED);
        assertThat(results.trials().get(0).detail()).contains("cut short");
    }

    @Test
    void medianOfEvenManySharesIsBetweenTheTwoInTheMiddle() {
        List<Summary.Point> points = List.of(
                new Summary.Point(1, new Measured.Share(10, 40)), new Summary.Point(2, new Measured.Share(20, 30)));

        assertThat(Summary.of("host-stop", Metric.FAILED_IN_SPAN, Circumstance.ANY, SIDE, points)
                        .median())
                .contains(new Measured.Share(15, 35));
    }

    /** As in the ratio of medians, which would otherwise not be that of the medians beside it. */
    @Test
    void medianOfEvenManyNumbersMayBeAHalf() {
        assertThat(median(new Measured.Share(3, 10), new Measured.Share(4, 11)))
                .contains(new Measured.Between(3.5, 10.5, true));
        assertThat(median(new Measured.Count(3, 80), new Measured.Count(4, 90)))
                .contains(new Measured.Between(3.5, 90, false));
        assertThat(median(new Measured.Count(3, 80), new Measured.Count(5, 90))).contains(new Measured.Count(4, 90));
    }

    private static Optional<Measured> median(Measured one, Measured other) {
        return Summary.of(
                        "host-stop",
                        Metric.FAILED_REQUESTS,
                        Circumstance.ANY,
                        SIDE,
                        List.of(new Summary.Point(1, one), new Summary.Point(2, other)))
                .median();
    }

    @Test
    void medianOfEvenManyWithATimeoutIsABound() {
        List<Summary.Point> points = List.of(
                new Summary.Point(1, time(4_000, 10)), new Summary.Point(2, new Measured.MoreThan(30_000_000_000L)));

        Summary summary = Summary.of("host-stop", Metric.FULL_STRENGTH, Circumstance.ANY, SIDE, points);

        assertThat(summary.median()).isEqualTo(Optional.of(new Measured.MoreThan(17_000_000_000L)));
    }
}
