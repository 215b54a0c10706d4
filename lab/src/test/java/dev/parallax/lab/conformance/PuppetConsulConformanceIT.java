package dev.parallax.lab.conformance;

import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.testkit.HandMadeChange;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

final class PuppetConsulConformanceIT extends LabConformance {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Docker docker = Docker.connect();

    PuppetConsulConformanceIT() {
        super(Side.PUPPET_CONSUL);
    }

    /** A line added to a file of a component on the host of the role's first replica. */
    @Override
    public Optional<HandMadeChange> handMadeChange() {
        return Optional.of(new HandMadeChange() {
            private static final String FILE = "/etc/conformance/web.conf";
            private static final String LINE = "changed by hand";

            @Override
            public void make(String application, String role) {
                host(application, role).sh(LIMIT, "echo '" + LINE + "' >> " + FILE);
            }

            @Override
            public boolean isThere(String application, String role) {
                return host(application, role)
                        .sh(LIMIT, "grep -c '" + LINE + "' " + FILE + " || true")
                        .strip()
                        .equals("1");
            }

            @Override
            public String names() {
                return FILE;
            }

            @Override
            public Repairs repairs() {
                return Repairs.CONTINUOUSLY;
            }
        });
    }

    private ContainerHost host(String application, String role) {
        String host = Objects.requireNonNull(
                        backend().observe(application).orElseThrow().roles().get(role))
                .replicas()
                .get(0)
                .host()
                .orElseThrow();
        return docker.host("parallax-" + host).orElseThrow();
    }

    @Override
    public void end() {
        docker.close();
    }
}
