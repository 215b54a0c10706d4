package dev.parallax.examples;

import dev.parallax.Parallax;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import java.time.Duration;

/** Builds a small application in Java and deploys it on the in-memory backend. */
final class DeployInMemory {
    private DeployInMemory() {}

    public static void main(String[] arguments) throws InterruptedException {
        // tag::readme[]
        Component server = Component.builder()
                .artifact(Artifact.builder().image("parallax/web:1").build())
                .addCommand("/usr/bin/parallax-web")
                .putPorts("http", 8080)
                .build();
        Application hello = Application.builder()
                .name("hello")
                .version("1")
                .putServices(
                        "hello",
                        Service.builder()
                                .role("web")
                                .putPorts("http", new ServicePort(80, "http"))
                                .build())
                .putRoles(
                        "web",
                        Role.builder()
                                .replicas(ReplicaPolicy.builder().count(3).build())
                                .putComponents("server", server)
                                .build())
                .build();
        try (Backend backend = Parallax.backend("in-memory").open()) {
            ApplicationStatus status = backend.apply(hello).await(Duration.ofMinutes(1));
            System.out.println("ready at " + status.services().get("hello"));
        }
        // end::readme[]
    }
}
