package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.Parallax;
import dev.parallax.comparison.Comparison;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.report.Report;
import dev.parallax.comparison.scenario.Scenarios;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Side;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The flagship: real Keystone on both sides, once through every scenario. */
@Isolated
final class KeystoneComparisonIT {
    @Test
    void measuresKeystoneOnBothSidesFromOneDefinition(@TempDir Path folder) throws Exception {
        Application keystone = Parallax.read(Path.of("../examples/keystone/keystone.yaml"));
        try (Lab lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()))) {
            lab.up(List.of(Side.values()));
            try (Testbed kubernetes = lab.testbed(Side.KUBERNETES);
                    Testbed fleet = lab.testbed(Side.PUPPET_CONSUL)) {
                Results results = Comparison.of(keystone)
                        .on(kubernetes, fleet)
                        .runs(1)
                        .recordTo(folder.resolve("history.jsonl"))
                        .execute();

                Report report = Report.of(results);
                System.out.println(report.text());
                assertThat(results.isEquivalent()).as(report.text()).isTrue();
                assertThat(results.isEveryTrialDone()).as(report.text()).isTrue();
                for (String scenario : Scenarios.names()) {
                    for (Side side : Side.values()) {
                        assertThat(results.trials())
                                .filteredOn(trial -> trial.scenario().equals(scenario)
                                        && trial.side().equals(side.id()))
                                .as(scenario + " on " + side.id())
                                .hasSize(1);
                    }
                }
                for (Side side : Side.values()) {
                    Event.SideDescribed described =
                            Objects.requireNonNull(results.sides().get(side.id()));
                    assertThat(described.versions()).containsKeys("kernel", "operating system");
                    assertThat(described.versions().values())
                            .as("versions of " + side)
                            .noneMatch(value -> value.contains(SideFacts.Timer.NOT_FOUND));
                    assertThat(described.timers())
                            .as("timers of " + side)
                            .hasSizeGreaterThan(15)
                            .noneMatch(timer -> timer.value().contains(SideFacts.Timer.NOT_FOUND));
                    assertThat(results.remarks(side.id())).isNotEmpty();
                    assertThat(results.trials())
                            .filteredOn(trial -> trial.side().equals(side.id())
                                    && trial.scenario().equals("replica-delete"))
                            .allSatisfy(trial ->
                                    assertThat(trial.figure(Metric.PATH_LEFT)).isInstanceOf(Measured.Time.class));
                }
                report.write(folder);
                assertThat(Files.readString(folder.resolve("report.html")))
                        .contains(Side.KUBERNETES.id(), Side.PUPPET_CONSUL.id(), "<svg");
            }
        }
    }
}
