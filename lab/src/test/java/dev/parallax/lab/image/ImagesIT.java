package dev.parallax.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.docker.HostSpec;
import dev.parallax.lab.docker.Mount;
import dev.parallax.lab.docker.NetworkSpec;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The real images, made when they are missing. */
@Isolated
class ImagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-test-images", Side.KUBERNETES, "10.75.0.0/16", "10.75.0.1");

    private static Docker docker;
    private static Images images;

    @BeforeAll
    static void makeImages() {
        docker = Docker.connect();
        Progress progress = new PrintedProgress();
        images = new Images(docker, Binaries.ofThisUser(progress), Places.ofThisUser(), progress);
        images.ensureHost();
        images.ensureNode();
        docker.ensureNetwork(NETWORK);
    }

    @AfterAll
    static void cleanUp() {
        docker.removeNetwork(NETWORK.name());
        docker.close();
    }

    @Test
    void haveNothingToDoTheSecondTime() {
        assertThat(images.present()).isTrue();
    }

    @Test
    void nodeRunsTheApplicationsFromLayersThatItSharesWithOtherNodes() {
        ContainerHost node = docker.startHost(HostSpec.builder()
                .name("parallax-test-node")
                .hostname("node")
                .side(Side.KUBERNETES)
                .image(Images.NODE)
                .network(NETWORK.name())
                .address("10.75.0.10")
                .addMounts(Mount.volume("/var/lib/containerd"))
                .build());
        try {
            node.awaitBooted(LIMIT);
            node.sh(LIMIT, "systemctl start containerd");
            assertThat(node.sh(LIMIT, "ctr -n k8s.io images ls -q | grep -c /parallax/"))
                    .isEqualTo("10\n");
            assertThat(
                            node.sh(
                                    LIMIT,
                                    "ctr -n k8s.io run --rm --net-host " + inContainerd(Recipe.KEYSTONE)
                                            + " keystone sh -c 'keystone-manage --version; touch /var/lib/keystone/written; id -un'"))
                    .isEqualTo("22.0.2\nkeystone\n");
            assertThat(node.sh(
                            LIMIT,
                            "ctr -n k8s.io run --rm --net-host " + inContainerd(Recipe.MARIADB)
                                    + " mariadb sh -c 'mariadbd --version; id -un'"))
                    .contains("10.11")
                    .endsWith("mysql\n");
            assertThat(Integer.parseInt(node.sh(LIMIT, "du -sk /var/lib/containerd | cut -f1")
                            .strip()))
                    .isLessThan(10_000);
            assertThat(node.sh(LIMIT, "journalctl -u containerd | grep -c 'content readiness' || true"))
                    .isEqualTo("0\n");
        } finally {
            node.remove();
        }
    }

    @Test
    void hostHasEverythingAndStartsNothingOfIt() {
        ContainerHost host = docker.startHost(HostSpec.builder()
                .name("parallax-test-fleet-host")
                .hostname("host")
                .side(Side.PUPPET_CONSUL)
                .image(Images.HOST)
                .network(NETWORK.name())
                .address("10.75.0.11")
                .build());
        try {
            host.awaitBooted(LIMIT);
            assertThat(host.sh(LIMIT, "systemctl list-units --failed --no-legend --plain"))
                    .isBlank();
            assertThat(
                            host.sh(
                                    LIMIT,
                                    "systemctl list-units --type=service --state=running --no-legend --plain | cut -d' ' -f1 | sort | tr '\\n' ' '"))
                    .isEqualTo("dbus.service systemd-journald.service ");
            host.sh(
                    LIMIT,
                    "for p in puppet puppet-lint haproxy keepalived memcached mariadbd keystone-manage uwsgi java parallax-web jq curl;"
                            + " do command -v $p; done");
            host.write(HostFile.text("/tmp/a.pp", "notice('puppet works')"));
            assertThat(host.sh(LIMIT, "puppet apply /tmp/a.pp")).contains("puppet works");
        } finally {
            host.remove();
        }
    }

    /** containerd knows an image by a longer name than Docker does. */
    private static String inContainerd(Recipe recipe) {
        return "$(ctr -n k8s.io images ls -q | grep /" + recipe.image() + "$)";
    }
}
