package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.image.PrintedProgress;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parallax lab shell}: the clusters' own tools reach their clusters from there. */
@Isolated
class LabShellIT {
    @ParameterizedTest
    @CsvSource({
        "k8s-control, kubectl get nodes k8s-worker1",
        "pc-control, consul members | grep pc-host1",
        "pc-host1, consul members | grep pc-control",
        "k8s-worker2, test $(pwd) = /root",
        "pc-host2, ! systemctl is-failed consul"
    })
    void commandsRunAsTheHostsOwn(String host, String command) throws Exception {
        try (Lab lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()))) {
            lab.up(List.of(Side.values()));

            assertThat(lab.shell(host, List.of("sh", "-c", command))).isZero();
        }
    }
}
