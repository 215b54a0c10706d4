package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.HandMadeRun.Course;
import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.analysis.LoadBefore;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.History;
import dev.parallax.comparison.history.ProbeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DisturbedTrialsTest {
    private static final String SIDE = "puppet-consul";
    private static final long SECOND = 1_000_000_000L;

    /** A killed or stopped replica keystone-1 on host2, with what else went on. */
    private static Report report(String scenario, UnaryOperator<Event> disturb) {
        HandMadeRun run = new HandMadeRun(List.of(SIDE), List.of(scenario), 1);
        run.fault(SIDE, scenario, 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000);
        List<Event> events = new ArrayList<>(run.events());
        events.replaceAll(disturb);
        return Report.of(Analysis.of(History.of(events)));
    }

    /** Of the direct probes of that replica so many fail. */
    private static UnaryOperator<Event> failing(String replica, int count) {
        int[] left = {count};
        return event -> event instanceof Event.ProbeEnded probe
                        && probe.target().equals(replica)
                        && probe.outcome() == ProbeOutcome.GOOD
                        && left[0]-- > 0
                ? new Event.ProbeEnded(
                        probe.at(), probe.target(), probe.intended(), probe.sent(), ProbeOutcome.TIMED_OUT, 0)
                : event;
    }

    /** While it is noticed that keystone-1 is gone, keystone-0 is in that state too. */
    private static UnaryOperator<Event> alsoIn(String state) {
        return alsoIn(state, true);
    }

    private static UnaryOperator<Event> alsoIn(String state, boolean onAHost) {
        return event -> {
            if (!(event instanceof Event.StatusObserved seen)
                    || seen.roles().values().stream().allMatch(counts -> counts.ready() == 3)) {
                return event;
            }
            List<Event.ReplicaSeen> replicas = new ArrayList<>(seen.replicas());
            replicas.replaceAll(replica -> replica.name().equals("keystone-0")
                    ? new Event.ReplicaSeen("keystone-0", onAHost ? replica.host() : null, replica.address(), state, 0)
                    : replica);
            return new Event.StatusObserved(seen.at(), seen.roles(), replicas, seen.endpoints());
        };
    }

    @Test
    void quietTrialIsNotDisturbed() {
        Report report = report("process-kill", event -> event);

        assertThat(report.json()).contains("\"disturbed\" : false").doesNotContain("\"disturbances\"");
        assertThat(report.text()).doesNotContain("disturbed");
        assertThat(report.html()).doesNotContain("Disturbed");
    }

    @Test
    void failedProbesOfUntouchedReplicasAreToldWhereverTheFiguresAre() {
        Report report = report("process-kill", failing("keystone-0", 3));

        assertThat(report.html())
                .contains("<b>Every process of one replica killed.</b> Disturbed on puppet-consul (run 1): replicas or"
                        + " hosts that nobody touched failed too, by the side itself or by something else; the history does not tell."
                        + " Requests failed within a span of")
                .contains("<small class=\"mark\">disturbed: puppet-consul (run 1)</small>")
                .containsSubsequence("id=\"process-kill\"", "<ul class=\"caution\">", "3 of ", "<figure>")
                .contains("reached, disturbed");
        assertThat(report.text())
                .contains("killed\n  ! disturbed: puppet-consul (run 1); see below\n")
                .containsPattern("! process-kill on puppet-consul, run 1, was disturbed: 3 of \\d+ direct probes of"
                        + " replicas that nobody touched failed \\(3 of \\d+ of keystone-0\\)\\.")
                .contains("span in which requests failed             1.00 s");
        assertThat(report.json())
                .containsSubsequence("\"cautions\" : [ \"process-kill on", "\"disturbed\" : true", "probes-failed");
    }

    @Test
    void strayFailureOrThoseOfTheReplicaThatWasKilledAreNoDisturbance() {
        assertThat(report("process-kill", failing("keystone-0", 2)).json()).contains("\"disturbed\" : false");
        assertThat(report("process-kill", failing("keystone-1", 20)).json()).contains("\"disturbed\" : false");
    }

    @Test
    void untouchedReplicaThatIsLostOrNotReadyIsADisturbance() {
        assertThat(report("process-kill", alsoIn("LOST")).text())
                .contains("disturbed: a host that nobody stopped counted as lost (host1 for 3.26 s).");
        assertThat(report("process-kill", alsoIn("STARTED")).text())
                .contains("disturbed: a replica that nobody touched was not ready (keystone-0 for 3.26 s).");
    }

    @Test
    void lostReplicaWithoutAHostIsToldAsNotReady() {
        assertThat(report("process-kill", alsoIn("LOST", false)).text())
                .contains("disturbed: a replica that nobody touched was not ready (keystone-0 for 3.26 s).");
    }

    @Test
    void whatAStoppedHostCarriedIsTouched() {
        UnaryOperator<Event> together = event -> event instanceof Event.FaultInjected fault
                ? new Event.FaultInjected(
                        fault.at(), fault.after(), fault.fault(), fault.replica(), "host1", false, null)
                : event;

        assertThat(report("host-stop", event -> alsoIn("LOST").apply(together.apply(event)))
                        .json())
                .contains("\"disturbed\" : false");
        assertThat(report("host-stop", alsoIn("LOST")).json()).contains("\"hosts-lost\"");
    }

    @Test
    void lateObserverIsNamedAsSuch() {
        Report report = report(
                "process-kill",
                event -> event instanceof Event.ProbeEnded probe
                                && probe.target().equals("keystone-2")
                        ? new Event.ProbeEnded(
                                probe.at() + SECOND / 10,
                                probe.target(),
                                probe.intended(),
                                probe.sent() + SECOND / 10,
                                probe.outcome(),
                                probe.status())
                        : event);

        assertThat(report.html())
                .contains(
                        "Late observer on puppet-consul (run 1): times may be wrong by more than the error beside them.")
                .doesNotContain("does not tell");
        assertThat(report.json()).contains("\"observer-late\"");
    }

    @Test
    void busyMachineIsToldOfTheRunAndMarksNoTrial() {
        Report report = report("process-kill", event -> {
            if (!(event instanceof Event.RunStarted run)) {
                return event;
            }
            TreeMap<String, String> environment = new TreeMap<>(run.environment());
            environment.put("load before, over 1, 5 and 15 min", "18.63, 19.29, 14.31");
            return new Event.RunStarted(
                    run.at(),
                    run.format(),
                    run.wallClock(),
                    run.application(),
                    run.version(),
                    run.role(),
                    run.wanted(),
                    run.sides(),
                    run.scenarios(),
                    run.runs(),
                    run.seed(),
                    run.probing(),
                    environment,
                    run.command(),
                    run.margin());
        });

        assertThat(report.text())
                .contains("! The machine was busy before the comparison began: a load average of 18.6 in the minute"
                        + " before, on 2 cores.");
        assertThat(report.json()).contains("\"disturbed\" : false");
        assertThat(LoadBefore.of(Map.of("cores", "2", "load before", "7.9, 1, 1")))
                .hasValueSatisfying(load -> assertThat(load.isHigh()).isFalse());
        assertThat(LoadBefore.of(Map.of("cores", "2"))).isEmpty();
        assertThat(LoadBefore.of(Map.of("cores", "two", "load before", "1"))).isEmpty();
    }
}
