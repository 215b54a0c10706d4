package dev.parallax.lab.conformance;

import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.model.Secret;
import dev.parallax.testkit.HandMadeChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

@OnFleet
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

    /** The registration of the role's first replica deleted from its agent. */
    @Override
    public Optional<HandMadeChange> handMadeDeletion() {
        return Optional.of(new HandMadeChange() {
            private Optional<Registration> deleted = Optional.empty();

            @Override
            public void make(String application, String role) {
                Registration registration =
                        Registration.of(docker, backend().observe(application).orElseThrow(), role);
                deleted = Optional.of(registration);
                registration.deleteFromAgent();
            }

            @Override
            public boolean isThere(String application, String role) {
                return deleted.filter(registration -> !registration.isInAgent()).isPresent();
            }

            @Override
            public String names() {
                return "registration";
            }

            @Override
            public Repairs repairs() {
                return Repairs.CONTINUOUSLY;
            }
        });
    }

    @Override
    public boolean keep(Secret.Existing where, Optional<String> value) {
        String key = where.consul().orElseThrow();
        String token = Places.ofThisUser()
                .state(Side.PUPPET_CONSUL)
                .resolve("management.token")
                .toString();
        try {
            docker.host("parallax-pc-control").orElseThrow().sh(LIMIT, """
                    export CONSUL_HTTP_ADDR=https://localhost:8501 CONSUL_CACERT=/etc/consul-tls/ca.pem CONSUL_HTTP_TOKEN=%s
                    consul kv %s
                    """.formatted(
                            Files.readString(Path.of(token)).strip(),
                            value.map(text -> "put " + key + " " + text).orElse("delete " + key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
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
