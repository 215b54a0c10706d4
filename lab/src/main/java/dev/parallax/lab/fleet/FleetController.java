package dev.parallax.lab.fleet;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.HostFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The controller on the control host: the command line's jar as a service. */
final class FleetController {
    static final String UNIT = "parallax-controller.service";

    private static final String JAR = "/opt/parallax/parallax.jar";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private FleetController() {}

    /** Has the service run with the present jar. The jar is copied, as it may be built anew while the fleet is up. */
    static void ensure(ContainerHost control, Progress progress) {
        Optional<Path> jar = jar();
        if (jar.isEmpty()) {
            progress.update(
                    "bring up the Puppet and Consul fleet",
                    "without a controller: neither the property parallax.jar nor PARALLAX_JAR names the command line's jar");
            return;
        }
        HostFile file = read(jar.get());
        boolean present =
                control.exec(LIMIT, "cat", JAR + ".digest").stdout().strip().equals(file.digest());
        if (!present) {
            control.write(file);
            control.write(HostFile.text(JAR + ".digest", file.digest()));
        }
        control.exec(LIMIT, "systemctl", present ? "start" : "restart", UNIT).orThrow();
    }

    /** Whether the control host has the service; the fleet is looked after by nobody else then. */
    static boolean isInstalled(ContainerHost control) {
        return control.exec(LIMIT, "test", "-f", JAR).ok();
    }

    /** The jar that holds the controller: as the launcher or the build names it. */
    private static Optional<Path> jar() {
        return Stream.of(System.getProperty("parallax.jar", ""), System.getenv().getOrDefault("PARALLAX_JAR", ""))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static HostFile read(Path jar) {
        try {
            return new HostFile(JAR, Files.readAllBytes(jar), 0644);
        } catch (IOException e) {
            throw new LabException("could not read " + jar + ": " + e.getMessage(), e);
        }
    }
}
