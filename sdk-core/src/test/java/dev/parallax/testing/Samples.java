package dev.parallax.testing;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Cpu;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Exposure;
import dev.parallax.model.FileSource;
import dev.parallax.model.KeyAlgorithm;
import dev.parallax.model.Limits;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Probe;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requests;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Spread;
import dev.parallax.model.StatusRange;
import dev.parallax.model.Step;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.Storage;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.model.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applications that tests start from. */
public final class Samples {
    private Samples() {}

    /** Uses every type of the model, and no default where another value is possible. */
    public static Application everything() {
        return Application.builder()
                .name("shop")
                .version("1.2.3")
                .putSecrets("db-password", new Secret.Password(24))
                .putSecrets("keys", new Secret.FernetKeys(3))
                .putSecrets("signing", new Secret.KeyPair(KeyAlgorithm.ED25519))
                .putSecrets("token", new Secret.FromEnvironment("SHOP_TOKEN"))
                .putSecrets("licence", new Secret.FromFile("/etc/licence"))
                .putServices(
                        "db",
                        Service.builder()
                                .role("db")
                                .putPorts("mysql", new ServicePort(3306, "mysql"))
                                .build())
                .putServices(
                        "front",
                        Service.builder()
                                .role("web")
                                .putPorts("public", new ServicePort(80, "http"))
                                .putPorts("admin", new ServicePort(8081, "http"))
                                .exposure(Exposure.PUBLIC)
                                .build())
                .putSteps(
                        "schema",
                        Step.builder()
                                .use(new ComponentRef("web", "app"))
                                .addCommand("shop", "schema")
                                .putEnv("SCHEMA_TOKEN", new EnvValue.FromSecret("token"))
                                .putEnv("SCHEMA", new EnvValue.Text("{{application.name}}"))
                                .addRequires(new Requirement.OfService("db", 1, Duration.ofMinutes(2)))
                                .retries(5)
                                .timeout(Duration.ofSeconds(90))
                                .build())
                .putRoles("db", db())
                .putRoles("web", web())
                .addAcceptance(new AcceptanceCheck.Http(
                        "login",
                        "front",
                        "public",
                        AcceptanceCheck.Target.SERVICE,
                        "POST",
                        "/login",
                        Map.of("Content-Type", "application/json"),
                        Optional.of("{\"password\": \"{{secret.db-password}}\"}"),
                        201,
                        Map.of("token", "X-Token")))
                .addAcceptance(new AcceptanceCheck.Http(
                        "everywhere",
                        "front",
                        "public",
                        AcceptanceCheck.Target.EACH_REPLICA,
                        "GET",
                        "/me",
                        Map.of("X-Token", "{{captured.token}}"),
                        Optional.empty(),
                        200,
                        Map.of()))
                .addAcceptance(new AcceptanceCheck.Exec(
                        "hits", new ComponentRef("web", "app"), List.of("stats"), Optional.of("hits (\\d+)")))
                .build();
    }

    private static Role db() {
        return Role.builder()
                .putStorage(
                        "data",
                        Storage.builder()
                                .path("/var/lib/mysql")
                                .size(ByteSize.parse("1Gi"))
                                .keep(true)
                                .build())
                .putComponents(
                        "mariadb",
                        Component.builder()
                                .artifact(Artifact.builder()
                                        .image("shop/mariadb:10")
                                        .addPackages("mariadb-server")
                                        .addMasks("mariadb.service")
                                        .build())
                                .addCommand("mariadbd")
                                .putPorts("mysql", 3306)
                                .checks(Checks.builder()
                                        .ready(Check.builder()
                                                .probe(new Probe.Tcp("mysql"))
                                                .build())
                                        .build())
                                .build())
                .build();
    }

    private static Role web() {
        return Role.builder()
                .replicas(ReplicaPolicy.builder()
                        .count(3)
                        .spread(Spread.HOST)
                        .putPin("disk", "ssd")
                        .minAvailable(2)
                        .update(UpdatePolicy.builder()
                                .maxUnavailable(2)
                                .maxSurge(1)
                                .deadline(Duration.ofMinutes(2))
                                .onFailure(OnFailure.ROLLBACK)
                                .build())
                        .drift(DriftPolicy.REPORT)
                        .recovery(RecoveryPolicy.builder()
                                .hostLostAfter(Duration.ofMillis(4500))
                                .build())
                        .build())
                .addRequires(new Requirement.OfStep("schema", Duration.ofMinutes(10)))
                .addRequires(new Requirement.OfRole("db", 1, Duration.ofMinutes(10)))
                .putComponents(
                        "app",
                        Component.builder()
                                .artifact(Artifact.builder().image("shop/web:1").build())
                                .addCommand("shop", "--listen", "$(REPLICA_ADDRESS):8080")
                                .putEnv("DB", new EnvValue.Text("{{service.db.host}}:{{service.db.port.mysql}}"))
                                .putEnv("DB_PASSWORD", new EnvValue.FromSecret("db-password"))
                                .putFiles(
                                        "/etc/shop.conf",
                                        new FileSource.Template("name = {{application.name}}\n", "shop.conf", "0640"))
                                .putFiles("/etc/shop/keys", new FileSource.FromSecret("keys", "0600"))
                                .putPorts("http", 8080)
                                .user(User.builder()
                                        .name("shop")
                                        .uid(990)
                                        .gid(991)
                                        .build())
                                .limits(Limits.builder()
                                        .cpu(Cpu.parse("500m"))
                                        .memory(ByteSize.parse("64Mi"))
                                        .build())
                                .requests(Requests.builder()
                                        .cpu(Cpu.parse("250m"))
                                        .memory(ByteSize.parse("2Mi"))
                                        .build())
                                .checks(Checks.builder()
                                        .ready(Check.builder()
                                                .probe(new Probe.Http(
                                                        "/health",
                                                        "http",
                                                        Map.of("X-Check", "shop"),
                                                        new StatusRange(200, 299)))
                                                .every(Duration.ofSeconds(1))
                                                .timeout(Duration.ofMillis(500))
                                                .failures(2)
                                                .successes(2)
                                                .build())
                                        .alive(Check.builder()
                                                .probe(new Probe.Exec(List.of("shop", "alive")))
                                                .build())
                                        .started(Check.builder()
                                                .probe(new Probe.Tcp("http"))
                                                .build())
                                        .build())
                                .stop(StopPolicy.builder()
                                        .signal("SIGINT")
                                        .grace(Duration.ofSeconds(10))
                                        .build())
                                .build())
                .build();
    }
}
