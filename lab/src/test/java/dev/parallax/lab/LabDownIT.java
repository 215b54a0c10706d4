package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.image.PrintedProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code parallax lab down}: the machine has nothing of the lab any more. Whatever test comes next brings it up again. */
@Isolated
class LabDownIT {
    private static final List<Side> ALL = List.of(Side.values());
    private static final String OF_CONTAINER =
            "{{.Id}} {{.GraphDriver.Data.MergedDir}} {{.NetworkSettings.SandboxKey}}{{range .Mounts}} {{.Source}}{{end}}";

    @Test
    void leavesNothingOfBothSides() throws Exception {
        try (Lab lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
                Docker docker = Docker.connect()) {
            lab.up(ALL);
            Traces up = Traces.of(docker);
            assertThat(up.ids).hasSize(10);
            assertThat(up.processes())
                    .as("processes, which the test has to be able to find")
                    .isNotEmpty();
            assertThat(up.mounts()).as("mounts").hasSizeGreaterThanOrEqualTo(10);
            assertThat(up.files()).as("files").isNotEmpty();
            assertThat(routes()).as("routes").isNotEmpty();

            lab.down(ALL);

            assertThat(ALL)
                    .allSatisfy(side -> assertThat(docker.inventory(side)).isEmpty());
            assertThat(up.processes()).as("processes").isEmpty();
            assertThat(up.mounts()).as("mounts").isEmpty();
            assertThat(up.files()).as("files").isEmpty();
            assertThat(routes()).as("routes").isEmpty();
            assertThat(lab.status()).allSatisfy(side -> assertThat(side.state()).isEqualTo(SideStatus.State.DOWN));

            lab.down(ALL);
            assertThat(lab.status()).allSatisfy(side -> assertThat(side.state()).isEqualTo(SideStatus.State.DOWN));
        }
    }

    private static List<String> routes() throws Exception {
        return run("ip", "route")
                .lines()
                .filter(line -> Stream.of("10.77.", "10.78.", "10.79.").anyMatch(line::startsWith))
                .toList();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** What the containers had on the machine, as the engine told while they ran. */
    private static final class Traces {
        private final List<String> ids = new ArrayList<>();
        private final Set<String> places = new LinkedHashSet<>();

        static Traces of(Docker docker) throws Exception {
            Traces traces = new Traces();
            for (Side side : ALL) {
                for (ContainerHost host : docker.hosts(side)) {
                    String[] told = run("docker", "inspect", "-f", OF_CONTAINER, host.name())
                            .strip()
                            .split(" ", -1);
                    traces.ids.add(told[0]);
                    traces.places.add(told[1]);
                    traces.places.add(told[2].replace("/var/run/", "/run/"));
                    Stream.of(told)
                            .skip(3)
                            .filter(source -> source.contains("/volumes/"))
                            .forEach(traces.places::add);
                }
            }
            return traces;
        }

        List<String> processes() throws IOException {
            List<String> found = new ArrayList<>();
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    if (isOfContainer(process)) {
                        found.add(process.getFileName().toString());
                    }
                }
            }
            return found;
        }

        private boolean isOfContainer(Path process) {
            try {
                String groups = Files.readString(process.resolve("cgroup"));
                return ids.stream().anyMatch(groups::contains);
            } catch (IOException e) {
                return false;
            }
        }

        List<String> mounts() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ", -1)[1])
                    .filter(places::contains)
                    .toList();
        }

        /** Without the empty files that the engine mounted networks on, which it removes once a minute. */
        List<String> files() {
            return places.stream()
                    .filter(place -> !place.startsWith("/run/docker/netns/") && Files.exists(Path.of(place)))
                    .toList();
        }
    }
}
