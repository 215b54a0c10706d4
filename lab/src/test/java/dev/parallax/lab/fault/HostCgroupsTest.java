package dev.parallax.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCgroupsTest {
    @TempDir
    private Path folder;

    @Test
    void findsTheRootWhereEachControllerHasItsOwnHierarchy() {
        assertThat(HostCgroups.root(List.of("9:name=systemd:/docker/ab/init.scope", "8:pids:/docker/ab/init.scope")))
                .isEqualTo(Path.of("/sys/fs/cgroup/pids/docker/ab"));
    }

    @Test
    void findsTheRootWhereThereIsOneHierarchy() {
        assertThat(HostCgroups.root(List.of("0::/system.slice/docker-ab.scope/init.scope")))
                .isEqualTo(Path.of("/sys/fs/cgroup/system.slice/docker-ab.scope"));
    }

    @Test
    void countsTheProcessesOfAGroupAndThoseBelow() throws Exception {
        Files.writeString(folder.resolve("cgroup.procs"), "11\n0\n");
        Files.createDirectory(folder.resolve("below"));
        Files.writeString(folder.resolve("below/cgroup.procs"), "12\n13\n");

        assertThat(HostCgroups.processes(folder)).containsExactlyInAnyOrder(11L, 12L, 13L);
        assertThat(HostCgroups.processes(folder.resolve("gone"))).isEmpty();
    }
}
