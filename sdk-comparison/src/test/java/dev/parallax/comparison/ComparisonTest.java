package dev.parallax.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.TrialResult;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.HistoryReader;
import dev.parallax.comparison.history.TrialOutcome;
import dev.parallax.comparison.report.Report;
import dev.parallax.comparison.scenario.Acceptance;
import dev.parallax.comparison.scenario.Acceptance.Outcome;
import dev.parallax.comparison.scenario.Acceptance.Result;
import dev.parallax.comparison.scenario.Bench;
import dev.parallax.comparison.scenario.Deploy;
import dev.parallax.comparison.scenario.HostStop;
import dev.parallax.comparison.scenario.ReplicaFault;
import dev.parallax.comparison.scenario.Scenario;
import dev.parallax.comparison.scenario.Trial;
import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Exposure;
import dev.parallax.model.Probe;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    Path folder;

    private LoopbackTestbed one;
    private LoopbackTestbed other;
    private Application application;

    @BeforeEach
    void open() {
        int port = LoopbackServers.freePort();
        one = new LoopbackTestbed("one", 10, port);
        other = new LoopbackTestbed("other", 11, port);
        application = Application.builder()
                .name("shop")
                .version("1.0")
                .putServices(
                        "front",
                        Service.builder()
                                .role(LoopbackOrchestrator.ROLE)
                                .exposure(Exposure.PUBLIC)
                                .putPorts("http", new ServicePort(port, "http"))
                                .build())
                .putRoles(
                        LoopbackOrchestrator.ROLE,
                        Role.builder()
                                .replicas(ReplicaPolicy.builder()
                                        .count(3)
                                        .recovery(RecoveryPolicy.builder()
                                                .hostLostAfter(Duration.ofSeconds(1))
                                                .build())
                                        .build())
                                .putComponents(
                                        "server",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("nginx")
                                                        .build())
                                                .putPorts("http", port)
                                                .checks(Checks.builder()
                                                        .ready(Check.builder()
                                                                .probe(new Probe.Http("/healthcheck", "http"))
                                                                .build())
                                                        .build())
                                                .build())
                                .build())
                .build();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private Comparison.Builder comparison() {
        return Comparison.of(application)
                .on(one, other)
                .runs(1)
                .seed(7)
                .probeEvery(Duration.ofMillis(10), Duration.ofMillis(10))
                .idleSides(Comparison.IdleSides.SUSPENDED)
                .recordTo(folder.resolve("history.jsonl"));
    }

    @Test
    void goesThroughEveryScenarioOnBothSides() throws InterruptedException {
        Results results = comparison()
                .margin(0.05)
                .repeatedBy("parallax compare --seed 7")
                .execute();

        assertThat(results.outcome()).isEqualTo("done");
        assertThat(results.run().command()).isEqualTo("parallax compare --seed 7");
        assertThat(results.assessments().criteria().margin()).isEqualTo(0.05);
        assertThat(results.trials()).hasSize(8).allSatisfy(trial -> {
            assertThat(trial.outcome())
                    .as("%s: %s", trial.scenario(), trial.detail())
                    .isEqualTo(TrialOutcome.REACHED);
            assertThat(trial.side()).isIn("one", "other");
        });
        assertThat(results.isEveryTrialDone()).isTrue();
        for (String side : List.of("one", "other")) {
            assertThat(figure(results, "deploy", Metric.ACCEPTED, side)).isInstanceOf(Measured.Time.class);
            // The pretended orchestrator takes so long at least, on a machine of any speed.
            assertThat(figure(results, "process-kill", Metric.DETECTED, side).magnitude())
                    .isGreaterThanOrEqualTo(40_000_000);
            assertThat(figure(results, "process-kill", Metric.FULL_STRENGTH, side)
                            .magnitude())
                    .isGreaterThanOrEqualTo(200_000_000);
            assertThat(figure(results, "host-stop", Metric.DETECTED, side).magnitude())
                    .isGreaterThanOrEqualTo(150_000_000);
        }
        assertThat(results.trials())
                .filteredOn(trial -> trial.scenario().equals("host-stop"))
                .extracting(TrialResult::fault)
                .allSatisfy(fault -> {
                    assertThat(fault).isNotNull();
                    assertThat(fault.host()).isEqualTo("host2");
                    assertThat(fault.heldPublicAddress()).isTrue();
                });
        assertThat(one.calls()).contains("suspend", "resume", "kill", "replace", "stop host2", "restore host2");
        assertThat(one.calls()).endsWith("delete");

        Results again = Analysis.of(HistoryReader.read(folder.resolve("history.jsonl")));
        assertThat(Report.of(again).html()).isEqualTo(Report.of(results).html());
    }

    @Test
    void readsVersionsAndTimersWhileTheApplicationIsDeployed() throws InterruptedException {
        comparison().scenarios(List.of(new Deploy())).execute();

        assertThat(one.calls())
                .filteredOn(call -> List.of("apply", "facts of 3", "delete").contains(call))
                .containsExactly("delete", "apply", "facts of 3", "delete", "delete", "apply", "facts of 3", "delete");
        List<Event> events = HistoryReader.read(folder.resolve("history.jsonl")).events();
        // What is the same at the next reading is not recorded again.
        assertThat(events)
                .filteredOn(event -> event instanceof Event.SideDescribed || event instanceof Event.EquivalenceChecked)
                .extracting(Object::getClass)
                .isEqualTo(
                        List.of(Event.SideDescribed.class, Event.SideDescribed.class, Event.EquivalenceChecked.class));
        assertThat(events).filteredOn(Event.SideDescribed.class::isInstance).allSatisfy(event -> assertThat(
                        ((Event.SideDescribed) event).remarks())
                .contains("Another application was deployed beside what was measured, and took its share: pages."));
    }

    private Application accepted(String secret, String rises) {
        AcceptanceCheck.Http issue = new AcceptanceCheck.Http(
                "a token is issued",
                "front",
                "http",
                AcceptanceCheck.Target.SERVICE,
                "GET",
                "/healthcheck",
                Map.of("X-Password", "{{secret." + secret + "}}"),
                Optional.empty(),
                200,
                Map.of("token", "X-Token"));
        AcceptanceCheck.Http show = new AcceptanceCheck.Http(
                "every replica accepts it",
                "front",
                "http",
                AcceptanceCheck.Target.EACH_REPLICA,
                "GET",
                "/healthcheck",
                Map.of("X-Shown", "{{captured.token}}"),
                Optional.empty(),
                200,
                Map.of());
        AcceptanceCheck.Exec counted = new AcceptanceCheck.Exec(
                "it was counted",
                new ComponentRef(LoopbackOrchestrator.ROLE, "server"),
                List.of("stats"),
                Optional.of(rises));
        return Application.builder()
                .from(application)
                .addAcceptance(issue, show, counted)
                .build();
    }

    private Acceptance.Verdict verdict(Application checked) throws InterruptedException {
        one.backend().apply(checked).status();
        await().atMost(Duration.ofSeconds(30)).until(() -> one.backend()
                .observe("shop")
                .filter(ApplicationStatus::isReady)
                .isPresent());
        return new Acceptance(checked, one.backend()).attempt();
    }

    @Test
    void acceptsWhatDoesWhatItIsFor() throws InterruptedException {
        assertThat(verdict(accepted("password", "hits (\\d+)")))
                .isEqualTo(new Acceptance.Verdict(true, "3 checks passed"));
    }

    @Test
    void saysOfEachCheckWhatBecameOfIt() throws InterruptedException {
        Application checked = accepted("other", "hits (\\d+)");
        verdict(checked);

        assertThat(new Acceptance(checked, one.backend()).check())
                .containsExactly(
                        new Outcome("a token is issued", Result.FAILED, "there is no secret other of shop"),
                        new Outcome("every replica accepts it", Result.NOT_RUN, ""),
                        new Outcome("it was counted", Result.NOT_RUN, ""));
    }

    @Test
    void saysWhichSecretIsMissing() throws InterruptedException {
        assertThat(verdict(accepted("other", "hits (\\d+)")))
                .isEqualTo(new Acceptance.Verdict(false, "a token is issued: there is no secret other of shop"));
    }

    @Test
    void doesNotAcceptWhatDoesNotRise() throws InterruptedException {
        assertThat(verdict(accepted("password", "of (\\d+)")))
                .isEqualTo(
                        new Acceptance.Verdict(false, "it was counted: 'of (\\d+)' did not rise: 21 before, 21 now"));
    }

    @Test
    void numberThatIsNoneIsAFailedCheck() throws InterruptedException {
        Acceptance.Verdict verdict = verdict(accepted("password", "hit(\\d*)s"));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.detail()).contains("which is no number");
    }

    @Test
    void measuresNothingWhileTheSidesDiffer() throws InterruptedException {
        other.backend().packageVersion = "1.1";

        Results results = comparison().execute();

        assertThat(results.isEquivalent()).isFalse();
        assertThat(results.trials()).isEmpty();
        assertThat(one.calls()).doesNotContain("kill");
        assertThat(Report.of(results).text()).contains("web/server/packages/nginx: one 1.0, other 1.1");
    }

    @Test
    void leavesBothSidesInUseWhenItIsInterrupted() {
        assertBothAreInUseAfter(new ComparisonListener() {
            @Override
            public void trialStarted(String side, Scenario scenario, int run, int number, int total) {
                if (run == 1) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    @Test
    void leavesBothSidesInUseWhenItIsInterruptedBetweenThem() {
        List<String> suspended = new ArrayList<>();
        assertBothAreInUseAfter(new ComparisonListener() {
            @Override
            public void preparing(String side, String what) {
                if (what.equals("suspending")) {
                    suspended.add(side);
                    // The second was in use until now.
                    if (suspended.size() == 2) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        });
    }

    private void assertBothAreInUseAfter(ComparisonListener impatient) {
        assertThatThrownBy(() -> comparison().listener(impatient).execute()).isInstanceOf(InterruptedException.class);

        assertThat(List.of(one, other)).allSatisfy(side -> assertThat(side.calls())
                .filteredOn(call -> List.of("suspend", "resume").contains(call))
                .endsWith("resume"));
        assertThat(HistoryReader.read(folder.resolve("history.jsonl")).events())
                .last()
                .isInstanceOfSatisfying(Event.RunEnded.class, ended -> assertThat(ended.outcome())
                        .isEqualTo("interrupted"));
    }

    @Test
    void measuresInSpiteOfAnAcceptedDifference() throws InterruptedException {
        other.backend().packageVersion = "1.1";

        Results results = comparison()
                .scenarios(List.of(new Deploy()))
                .acceptDifferences(List.of("web/server/packages/"))
                .execute();

        assertThat(results.isEquivalent()).isTrue();
        assertThat(results.trials()).hasSize(2);
    }

    @Test
    void showsWhatDidNotComeInTimeAndGoesOn() throws InterruptedException {
        one.broken = true;
        Scenario impatient = new WithLimit(ReplicaFault.processKill(), Duration.ofSeconds(3));

        Results results = Comparison.of(application)
                .on(one)
                .runs(1)
                .seed(7)
                .scenarios(List.of(impatient, ReplicaFault.replicaDelete()))
                .probeEvery(Duration.ofMillis(10), Duration.ofMillis(10))
                .restoreWithin(Duration.ofSeconds(2))
                .recordTo(folder.resolve("history.jsonl"))
                .execute();

        assertThat(figure(results, "process-kill", Metric.FULL_STRENGTH, "one")).isInstanceOf(Measured.MoreThan.class);
        assertThat(results.trials())
                .filteredOn(trial -> trial.scenario().equals("replica-delete"))
                .extracting(TrialResult::outcome)
                .containsExactly(TrialOutcome.REACHED);
        assertThat(Report.of(results).text()).contains("> 3.");
    }

    @Test
    void saysThatNothingIsPredictedWhereNoTimersWereTold() throws InterruptedException {
        one.hostLoss = null;

        Results results = Comparison.of(application)
                .on(one)
                .runs(1)
                .scenarios(List.of(ReplicaFault.processKill()))
                .probeEvery(Duration.ofMillis(10), Duration.ofMillis(10))
                .recordTo(folder.resolve("history.jsonl"))
                .execute();

        assertThat(Objects.requireNonNull(results.sides().get("one")).predicted())
                .isNull();
        assertThat(Report.of(results).html()).contains("By which time a lost host is noticed: not found.");
    }

    @Test
    void hostLossMayTakeAsLongAsTheTimersPredictAndAMargin() throws InterruptedException {
        one.hostLoss =
                new SideFacts.HostLoss(Duration.ofMinutes(1), "50s grace + 2 x 5s period", Duration.ofMinutes(5));

        Results results = Comparison.of(application)
                .on(one)
                .runs(1)
                .scenarios(List.of(new HostStop(), ReplicaFault.processKill()))
                .probeEvery(Duration.ofMillis(10), Duration.ofMillis(10))
                .recordTo(folder.resolve("history.jsonl"))
                .execute();

        Event.SideDescribed side = Objects.requireNonNull(results.sides().get("one"));
        Event.Predicted predicted = Objects.requireNonNull(side.predicted());
        // The definition wants a lost host given up after a second, the orchestrator's own parts are after 300.
        assertThat(predicted.hostReplaced()).isEqualTo(Duration.ofMinutes(6).toNanos());
        assertThat(predicted.because())
                .isEqualTo("50s grace + 2 x 5s period + 5m until the orchestrator's own parts are given up");
        assertThat(results.trials())
                .extracting(TrialResult::scenario, TrialResult::limit)
                .containsExactlyInAnyOrder(
                        tuple("host-stop", Duration.ofMinutes(8).toNanos()),
                        tuple("process-kill", Duration.ofMinutes(2).toNanos()));
    }

    @Test
    void trialWithNothingToDisturbIsRecordedAsFailed() throws InterruptedException {
        Scenario impossible = new WithLimit(new HostStop(), Duration.ofSeconds(3)) {
            @Override
            public Trial open(Bench bench) {
                throw new TestbedException("the host cannot be stopped");
            }
        };

        Results results = Comparison.of(application)
                .on(one)
                .runs(1)
                .scenarios(List.of(impossible))
                .probeEvery(Duration.ofMillis(10), Duration.ofMillis(10))
                .recordTo(folder.resolve("history.jsonl"))
                .execute();

        assertThat(results.trials()).singleElement().satisfies(trial -> {
            assertThat(trial.outcome()).isEqualTo(TrialOutcome.FAILED);
            assertThat(trial.detail()).contains("cannot be stopped");
            assertThat(trial.figures()).isEmpty();
        });
        assertThat(results.isEveryTrialDone()).isFalse();
    }

    private static Measured figure(Results results, String scenario, Metric metric, String side) {
        return results.summary(scenario, metric, side).orElseThrow().median().orElseThrow();
    }

    /** A scenario with another limit of time. */
    private static class WithLimit implements Scenario {
        private final Scenario scenario;
        private final Duration limit;

        WithLimit(Scenario scenario, Duration limit) {
            this.scenario = scenario;
            this.limit = limit;
        }

        @Override
        public String name() {
            return scenario.name();
        }

        @Override
        public String title() {
            return scenario.title();
        }

        @Override
        public Duration limit(Prediction prediction) {
            return limit;
        }

        @Override
        public Trial open(Bench bench) throws InterruptedException {
            return scenario.open(bench);
        }
    }
}
