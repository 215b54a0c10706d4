package dev.parallax.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.cli.doctor.Finding.State;
import dev.parallax.lab.Places;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExaminationTest {
    private final FakeMachine machine = new FakeMachine();

    private List<Finding> findings() {
        return new Examination(machine, new Places(Path.of("/cache"), Path.of("/state"))).findings();
    }

    private Finding finding(String check) {
        return findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMachineThatHasEverythingIsGood() {
        assertThat(findings()).allSatisfy(finding -> {
            assertThat(finding.state()).as(finding.check()).isEqualTo(State.GOOD);
            assertThat(finding.fix()).isEmpty();
        });
    }

    @Test
    void namesThePackagesOfMissingPrograms() {
        machine.programs.remove("mmdebstrap");
        machine.programs.remove("ip");

        assertThat(finding("tools"))
                .isEqualTo(new Finding(
                        "tools",
                        State.MISSING,
                        "no ip, no mmdebstrap",
                        "apt-get install iproute2 mmdebstrap",
                        List.of("iproute2", "mmdebstrap")));
    }

    @Test
    void tellsMissingDockerFromStoppedDocker() {
        machine.engine = Optional.empty();
        assertThat(finding("Docker").found()).isEqualTo("installed and not running");
        assertThat(finding("Docker").packages()).isEmpty();

        machine.programs.remove("dockerd");
        assertThat(finding("Docker").packages()).containsExactly("docker.io");
    }

    @Test
    void withoutGoTheLabMayStillRun() {
        machine.programs.remove("go");

        assertThat(finding("Go").state()).isEqualTo(State.DOUBTFUL);
        assertThat(finding("Go").packages()).containsExactly("golang-go");
        assertThat(Doctor.canRun(findings())).isTrue();
    }

    @Test
    void anOldGoIsEnoughToFetchANewOne() {
        machine.go = "go version go1.19.8 linux/amd64";

        assertThat(finding("Go").state()).isEqualTo(State.GOOD);
        assertThat(finding("Go").found()).contains("go1.19").contains("fetched");
    }

    @Test
    void saysWhatTheKernelLacks() {
        machine.files.put("/proc/filesystems", "ext4\n");
        machine.files.put("/sys/fs/cgroup/cgroup.controllers", "cpuset memory\n");

        assertThat(finding("kernel").state()).isEqualTo(State.MISSING);
        assertThat(finding("kernel").found())
                .contains("overlay")
                .contains("control group cpu")
                .contains("control group pids")
                .doesNotContain("control group memory");
    }

    @Test
    void readsControlGroupsOfTheFirstVersionToo() {
        machine.files.remove("/sys/fs/cgroup/cgroup.controllers");
        machine.files.put("/proc/cgroups", "#subsys_name\thierarchy\ncpu\t3\nmemory\t5\npids\t7\n");

        assertThat(finding("kernel").state()).isEqualTo(State.GOOD);
    }

    @Test
    void littleMemoryIsDoubtfulAndVeryLittleIsTooLittle() {
        machine.memory = 8L << 30;
        assertThat(finding("memory").state()).isEqualTo(State.DOUBTFUL);

        machine.memory = 4L << 30;
        assertThat(finding("memory").state()).isEqualTo(State.MISSING);
    }

    @Test
    void theLabCannotRunWithoutRoot() {
        machine.root = false;

        assertThat(Doctor.canRun(findings())).isFalse();
    }

    @Test
    void theLabCannotRunOutsideLinux() {
        machine.system = "Mac OS X";

        assertThat(finding("system").state()).isEqualTo(State.MISSING);
    }
}
