package dev.parallax.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.cli.doctor.Finding.State;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final String APT = "apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 ";

    private final FakeMachine machine = new FakeMachine();
    private final FakeRepairs repairs = new FakeRepairs(machine);
    private final Told told = new Told();
    private final Doctor doctor = new Doctor(machine, repairs, new Places(Path.of("/cache"), Path.of("/state")));

    @Test
    void leavesAMachineThatHasEverythingAsItIs() throws Exception {
        assertThat(Doctor.canRun(doctor.fix(told))).isTrue();

        assertNothingDone();
    }

    @Test
    void examiningChangesNothing() {
        takeEverything();

        assertThat(Doctor.canRun(doctor.examine())).isFalse();
        assertNothingDone();
    }

    @Test
    void installsWhatIsMissingAndStartsTheEngine() throws Exception {
        takeEverything();

        List<Finding> findings = doctor.fix(told);

        assertThat(repairs.commands)
                .containsExactly(
                        "dpkg --configure -a",
                        APT + "update",
                        APT + "--fix-broken install",
                        APT
                                + "install --no-install-recommends iproute2 mmdebstrap docker.io golang-go ca-certificates");
        assertThat(repairs.starts).isEqualTo(1);
        assertThat(findings).extracting(Finding::state).containsOnly(State.GOOD);
    }

    @Test
    void saysWhatItInstalls() throws Exception {
        machine.programs.remove("mmdebstrap");

        doctor.fix(told);

        assertThat(told.lines)
                .containsSubsequence(
                        "started: Installing mmdebstrap, ca-certificates",
                        "output of apt-get",
                        "finished: Installing mmdebstrap, ca-certificates");
    }

    @Test
    void installsNothingForAStoppedEngine() throws Exception {
        machine.engine = Optional.empty();

        assertThat(Doctor.canRun(doctor.fix(told))).isTrue();

        assertThat(repairs.commands).isEmpty();
        assertThat(repairs.starts).isEqualTo(1);
    }

    @Test
    void doesNothingWithoutRootAndSaysThatRootIsNeeded() throws Exception {
        takeEverything();
        machine.root = false;

        List<Finding> findings = doctor.fix(told);

        assertNothingDone();
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("user"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.state()).isEqualTo(State.MISSING);
                    assertThat(finding.fix()).startsWith("run it as root");
                });
    }

    @Test
    void installsNothingWithoutApt() throws Exception {
        takeEverything();
        machine.programs.remove("apt-get");

        List<Finding> findings = doctor.fix(told);

        assertNothingDone();
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("tools"))
                .singleElement()
                .extracting(Finding::fix)
                .isEqualTo("apt-get install iproute2 mmdebstrap");
    }

    @Test
    void goesOnWhereDpkgCouldNotFinishAnInterruptedRun() throws Exception {
        machine.programs.remove("ip");
        repairs.failing = "dpkg";

        assertThat(Doctor.canRun(doctor.fix(told))).isTrue();
    }

    @Test
    void endsWithAptsLastWordsWhenItFails() {
        takeEverything();
        repairs.failing = "update";

        assertThatThrownBy(() -> doctor.fix(told))
                .isInstanceOf(LabException.class)
                .hasMessage("`" + APT + "update` ended with status 100:\noutput of apt-get");
        assertThat(repairs.commands).hasSize(2);
        assertThat(repairs.starts).isZero();
    }

    @Test
    void findsAnEngineThatDoesNotStartAndSaysWhy() throws Exception {
        machine.engine = Optional.empty();
        repairs.engineFailure = Optional.of("dockerd ended at once");

        List<Finding> findings = doctor.fix(told);

        assertThat(told.lines).containsExactly("failed: start dockerd: dockerd ended at once");
        assertThat(Doctor.canRun(findings)).isFalse();
    }

    private void takeEverything() {
        machine.programs.removeAll(List.of("ip", "mmdebstrap", "dockerd", "go"));
        machine.engine = Optional.empty();
    }

    private void assertNothingDone() {
        assertThat(repairs.commands).isEmpty();
        assertThat(repairs.starts).isZero();
        assertThat(told.lines).isEmpty();
    }

    private static final class Told implements Progress {
        final List<String> lines = new ArrayList<>();

        @Override
        public void started(String task) {
            lines.add("started: " + task);
        }

        @Override
        public void update(String task, String detail) {
            lines.add(detail);
        }

        @Override
        public void finished(String task, Duration duration) {
            lines.add("finished: " + task);
        }

        @Override
        public void failed(String task, String reason) {
            lines.add("failed: " + task + ": " + reason);
        }
    }
}
