package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.docker.HostFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {
    private static final Map<String, String> IMAGES = Map.of(
            "pause.image", "pause:1",
            "helper.image", "helper:1",
            "coredns.image", "coredns:1",
            "metallb-controller.image", "controller:1",
            "metallb-speaker.image", "speaker:1",
            "local-path-provisioner.image", "provisioner:1");
    private static final ClusterLayout.Host WORKER = ClusterLayout.WORKERS.get(1);

    @TempDir
    private Path folder;

    private HostFiles tuned;
    private HostFiles untouched;

    @BeforeEach
    void makeCertificates() {
        ClusterPki pki = new ClusterPki(folder.resolve("pki"), Clock.systemUTC());
        tuned = new HostFiles(pki, TimerProfile.TUNED, IMAGES);
        untouched = new HostFiles(pki, TimerProfile.DEFAULT, IMAGES);
    }

    @Test
    void writesTheSameFilesEveryTime() {
        ClusterPki again = new ClusterPki(folder.resolve("pki"), Clock.systemUTC());

        assertThat(HostSetup.record(new HostFiles(again, TimerProfile.TUNED, IMAGES).of(WORKER)))
                .isEqualTo(HostSetup.record(tuned.of(WORKER)));
        assertThat(HostSetup.record(new HostFiles(again, TimerProfile.TUNED, IMAGES).of(ClusterLayout.CONTROL)))
                .isEqualTo(HostSetup.record(tuned.of(ClusterLayout.CONTROL)));
    }

    @Test
    void keepsTheAuthoritysKeyOffTheWorkers() {
        assertThat(tuned.of(WORKER)).extracting(HostFile::path).noneMatch(path -> path.endsWith("/ca.key"));
    }

    @Test
    void changesOnlyTimersBetweenProfiles() {
        Set<String> worker =
                HostSetup.changed(HostSetup.record(tuned.of(WORKER)), HostSetup.record(untouched.of(WORKER)));
        Set<String> control = HostSetup.changed(
                HostSetup.record(tuned.of(ClusterLayout.CONTROL)),
                HostSetup.record(untouched.of(ClusterLayout.CONTROL)));

        assertThat(worker).containsExactly("/etc/kubernetes/kube-proxy.yaml", "/etc/kubernetes/kubelet.yaml");
        assertThat(control).containsExactly("/etc/systemd/system/kube-controller-manager.service");
    }

    @Test
    void restartsOnlyTheServicesWhoseFilesHaveChanged() {
        List<String> services = HostFiles.services(WORKER);

        assertThat(services)
                .filteredOn(service -> HostSetup.concerned(service, Set.of("/etc/kubernetes/kubelet.yaml"), services))
                .containsExactly("kubelet");
        assertThat(services)
                .filteredOn(service -> HostSetup.concerned(service, Set.of("/etc/kubernetes/pki/ca.crt"), services))
                .containsExactlyElementsOf(services);
        assertThat(services)
                .filteredOn(service -> HostSetup.concerned(service, Set.of("/etc/kubernetes/lab-host"), services))
                .isEmpty();
    }

    @Test
    void keepsCertificatesFromOtherUsers() throws Exception {
        tuned.of(ClusterLayout.CONTROL);

        assertThat(Files.getPosixFilePermissions(folder.resolve("pki/ca.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void setsEveryVariableOfTheManifests() {
        assertThat(tuned.manifests().values()).noneMatch(text -> text.contains("${"));
        assertThat(tuned.kubeconfig()).contains("https://10.77.0.10:6443");
    }
}
