package dev.parallax.lab.conformance;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** What Consul has of the first replica of a role, as somebody sees and deletes it who works on the replica's host. */
record Registration(ContainerHost machine, String role, String host, String id) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    static Registration of(Docker docker, ApplicationStatus status, String role) {
        String host = Objects.requireNonNull(status.roles().get(role))
                .replicas()
                .get(0)
                .host()
                .orElseThrow();
        ContainerHost machine = docker.host("parallax-" + host).orElseThrow();
        String file = machine.sh(
                        LIMIT, "ls /etc/consul.d/parallax | grep '^parallax-" + status.application() + "-" + role + "'")
                .lines()
                .findFirst()
                .orElseThrow();
        return new Registration(machine, role, host, file.replace(".json", ""));
    }

    void deleteFromAgent() {
        consul("/v1/agent/service/deregister/" + id, "-X PUT");
    }

    void deleteFromCatalog() {
        consul(
                "/v1/catalog/deregister",
                "-X PUT --data '{\"Node\": \"%s\", \"ServiceID\": \"%s\"}'".formatted(host, id));
    }

    boolean isInAgent() {
        return consul("/v1/agent/services", "").contains("\"" + id + "\"");
    }

    boolean isInCatalog() {
        return consul("/v1/catalog/node/" + host, "").contains("\"" + id + "\"");
    }

    private String consul(String path, String options) {
        Path token = Places.ofThisUser().state(Side.PUPPET_CONSUL).resolve("management.token");
        try {
            return machine.sh(
                    LIMIT,
                    "curl --silent --fail --cacert /etc/consul-tls/ca.pem --header 'X-Consul-Token: "
                            + Files.readString(token).strip() + "' " + options + " https://localhost:8501" + path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
