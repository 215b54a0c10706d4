package dev.parallax.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.image.Images;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One host on a network of the test's own, on the real engine. */
@Isolated
class DockerIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-test", Side.KUBERNETES, "10.76.0.0/16", "10.76.0.1");
    private static final HostSpec SPEC = HostSpec.builder()
            .name("parallax-test-host")
            .hostname("test-host")
            .side(Side.KUBERNETES)
            .image(Images.NODE)
            .network(NETWORK.name())
            .address("10.76.0.10")
            .putNames("elsewhere", "10.76.0.99")
            .putSysctls("net.ipv4.ip_forward", "1")
            .addMounts(Mount.volume("/var/lib/containerd"))
            .build();

    private static Docker docker;
    private static ContainerHost host;

    @BeforeAll
    static void startHost() {
        docker = Docker.connect();
        new Images(docker, Binaries.ofThisUser(Progress.NONE), Places.ofThisUser(), Progress.NONE).ensureNode();
        docker.ensureNetwork(NETWORK);
        host = docker.createHost(SPEC);
        host.write(HostFile.text("/etc/parallax/before-boot", "here"));
        host.start();
        host.awaitBooted(LIMIT);
    }

    @AfterAll
    static void removeHost() {
        docker.host(SPEC.name()).ifPresent(ContainerHost::remove);
        docker.removeNetwork(NETWORK.name());
        docker.close();
    }

    @Test
    void isNotTakenForTheContainerInWhichItsImageWasMade() {
        docker.images().removeBuilders();

        assertThat(host.state()).isEqualTo(HostState.RUNNING);
        assertThat(host.labels()).containsKeys(Labels.SIDE, Labels.SPEC);
    }

    @Test
    void bootsSystemdWithoutAFailedUnit() {
        assertThat(host.sh(LIMIT, "systemctl list-units --failed --no-legend --plain"))
                .isBlank();
        assertThat(host.sh(LIMIT, "cat /proc/1/comm")).isEqualTo("systemd\n");
    }

    @Test
    void givesTheHostItsNameAddressAndNames() {
        assertThat(host.sh(LIMIT, "hostname; getent hosts elsewhere | cut -d' ' -f1; cat /etc/parallax/before-boot"))
                .isEqualTo("test-host\n10.76.0.99\nhere");
        assertThat(host.address()).isEqualTo("10.76.0.10");
        assertThat(host.sh(LIMIT, "ip -4 -o addr show eth0; cat /proc/sys/net/ipv4/ip_forward"))
                .contains("10.76.0.10/16")
                .endsWith("1\n");
    }

    @Test
    void letsTheHostWriteKernelSettingsAndItsOwnCgroups() {
        host.sh(
                LIMIT,
                "sysctl -w net.ipv4.ip_nonlocal_bind=1; systemd-run --wait -p MemoryMax=64M -p CPUQuota=50% true");
    }

    @Test
    void runsCommandsAndTellsHowTheyEnded() {
        ExecResult result = host.exec(LIMIT, "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThatThrownBy(result::orThrow).isInstanceOf(LabException.class).hasMessageContaining("exit code 3");
    }

    @Test
    void endsACommandWhoseTimeIsUp() {
        assertThat(host.exec(Duration.ofMillis(300), "sleep", "1234").exitCode())
                .isEqualTo(ExecResult.TIMED_OUT);
        assertThat(host.exec(LIMIT, "pgrep", "-f", "^sleep 1234").exitCode()).isEqualTo(1);
    }

    @Test
    void writesAndReadsFilesOnDiskAndInMemory() {
        for (String path :
                new String[] {"/etc/parallax/deep/er/file", "/run/parallax/file", "/var/lib/containerd/parallax-file"
                }) {
            host.write(path, "content é\n".getBytes(StandardCharsets.UTF_8), 0640);
            assertThat(new String(host.read(path), StandardCharsets.UTF_8)).isEqualTo("content é\n");
            assertThat(host.sh(LIMIT, "stat -c '%a %U' " + path)).isEqualTo("640 root\n");
        }
    }

    @Test
    void leavesARunningHostOfTheSameDescriptionAlone() {
        assertThat(docker.startHost(SPEC).id()).isEqualTo(host.id());
        assertThat(docker.hosts(Side.KUBERNETES))
                .extracting(ContainerHost::name)
                .contains(SPEC.name());
        docker.ensureNetwork(NETWORK);
    }

    @Test
    void twoWhoRemoveANetworkAtOnceBothFindItGone() {
        NetworkSpec spec = NetworkSpec.of("parallax-test-brief", Side.KUBERNETES, "10.73.0.0/16", "10.73.0.1");
        for (int round = 0; round < 10; round++) {
            docker.ensureNetwork(spec);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> docker.removeNetwork(spec.name()));
            docker.removeNetwork(spec.name());
            assertThat(other).succeedsWithin(Duration.ofMinutes(1));
        }
        assertThat(docker.inventory(Side.KUBERNETES)).noneMatch(line -> line.contains(spec.name()));
    }

    @Test
    void survivesPauseKillAndStart() {
        HostSpec spec = HostSpec.builder()
                .from(SPEC)
                .name("parallax-test-victim")
                .address("10.76.0.11")
                .putAllLabels(Map.of("dev.parallax.role", "victim"))
                .build();
        ContainerHost victim = docker.startHost(spec);
        try {
            victim.awaitBooted(LIMIT);
            victim.pause();
            assertThat(victim.state()).isEqualTo(HostState.PAUSED);
            victim.unpause();
            victim.kill();
            assertThat(victim.state()).isEqualTo(HostState.STOPPED);
            victim.start();
            victim.awaitBooted(LIMIT);
            assertThat(victim.labels())
                    .containsEntry("dev.parallax.role", "victim")
                    .containsEntry("dev.parallax.lab", "kubernetes");
            victim.stop(Duration.ofSeconds(20));
            assertThat(docker.startHost(spec).id()).isEqualTo(victim.id());
        } finally {
            victim.remove();
        }
        assertThat(victim.state()).isEqualTo(HostState.GONE);
        assertThat(docker.inventory(Side.KUBERNETES)).noneMatch(line -> line.contains("parallax-test-victim"));
    }
}
