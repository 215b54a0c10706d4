package dev.parallax.kubernetes.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Probe;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.StatusRange;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.Storage;
import dev.parallax.model.UpdatePolicy;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KubernetesFidelityTest {
    @Test
    void speaksOfEveryFieldOfTheModel() {
        assertThat(KubernetesFidelity.RULES.missing()).isEmpty();
    }

    @Test
    void wholeSecondsAreExactAndOthersAreSaidToBeRounded() {
        assertThat(ofCheck("every", Duration.ofSeconds(2))).isEqualTo(Fidelity.EXACT);
        assertThat(ofCheck("every", Duration.ofMillis(1500)).remark()).contains("2s");
        assertThat(ofCheck("timeout", Duration.ofMillis(200)).remark()).contains("1s");
    }

    @Test
    void statusesThatAKubeletTakesAnywayAreSaidToBeMoreAndOthersAreRefused() {
        assertThat(ofStatus("200-399")).isEqualTo(Fidelity.EXACT);
        assertThat(ofStatus("204")).isInstanceOf(Fidelity.Approximated.class);
        assertThat(ofStatus("200-299")).isInstanceOf(Fidelity.Approximated.class);
        assertThat(ofStatus("401")).isInstanceOf(Fidelity.Refused.class);
        assertThat(ofStatus("200-404")).isInstanceOf(Fidelity.Refused.class);
    }

    private static Fidelity ofStatus(String status) {
        Check check = Check.builder()
                .probe(new Probe.Http("/", "http", Map.of("X-Check", "a"), StatusRange.parse(status)))
                .build();
        Role role = Role.builder()
                .putComponents(
                        "app",
                        Component.builder()
                                .from(component().build())
                                .putPorts("http", 8080)
                                .checks(Checks.builder().ready(check).build())
                                .build())
                .build();
        assertThat(of("roles.web.components.app.checks.ready.headers.X-Check", role))
                .isEqualTo(Fidelity.EXACT);
        return of("roles.web.components.app.checks.ready.status", role);
    }

    @Test
    void theLongestGraceOfAPodHoldsForAllOfIt() {
        Role role = role(UnaryOperator.identity())
                .putComponents(
                        "other",
                        component()
                                .stop(StopPolicy.builder()
                                        .grace(Duration.ofMinutes(1))
                                        .build())
                                .build())
                .build();
        assertThat(of("roles.web.components.app.stop.grace", role)).isInstanceOf(Fidelity.Approximated.class);
        assertThat(of("roles.web.components.other.stop.grace", role)).isEqualTo(Fidelity.EXACT);
    }

    @Test
    void valueThatHoldsASecretIsTakenAsItStands() {
        assertThat(ofValue("http://$(REPLICA_ADDRESS)/{{secret.pw}}").remark()).contains("$(NAME) is not replaced");
        assertThat(ofValue("http://$(REPLICA_ADDRESS)/")).isEqualTo(Fidelity.EXACT);
        assertThat(ofValue("http://here/{{secret.pw}}")).isEqualTo(Fidelity.EXACT);
    }

    private static Fidelity ofValue(String text) {
        Role role = Role.builder()
                .putComponents(
                        "app",
                        Component.builder()
                                .from(component().build())
                                .putEnv("URL", new EnvValue.Text(text))
                                .build())
                .build();
        return of("roles.web.components.app.env.URL", role);
    }

    @Test
    void serviceMayNotHaveTheNameThatReplicasWithStorageHave() {
        Role role = role(UnaryOperator.identity()).putStorage("data", kept()).build();
        Application.Builder application =
                Application.builder().name("shop").version("1").putRoles("web", role);
        Application taken = application
                .putServices("web-replicas", Service.builder().role("web").build())
                .putServices("web", Service.builder().role("web").build())
                .build();

        assertThat(KubernetesFidelity.RULES.assess("kubernetes", taken).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.path()).isEqualTo("services.web-replicas.role"));
        Application outside = application
                .putServices(
                        "web-replicas",
                        Service.builder().addExternal("192.0.2.1").build())
                .build();
        assertThat(KubernetesFidelity.RULES.assess("kubernetes", outside).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.path()).isEqualTo("services.web-replicas.exposure"));
    }

    @Test
    void keptStorageAllowsNoSurgeAndNeedsAReplicaToStop() {
        Role none = role(update -> update.maxUnavailable(0).maxSurge(1))
                .putStorage("data", kept())
                .build();
        assertThat(of("roles.web.replicas.update.maxUnavailable", none)).isInstanceOf(Fidelity.Refused.class);
        assertThat(of("roles.web.replicas.update.maxSurge", none)).isInstanceOf(Fidelity.Approximated.class);
        Role surging = role(update -> update.maxUnavailable(0).maxSurge(1)).build();
        assertThat(of("roles.web.replicas.update.maxUnavailable", surging)).isEqualTo(Fidelity.EXACT);
        assertThat(of("roles.web.replicas.update.maxSurge", surging)).isEqualTo(Fidelity.EXACT);
    }

    @Test
    void aBudgetDoesNotBoundRollouts() {
        Role role = Role.builder()
                .replicas(ReplicaPolicy.builder().count(3).minAvailable(3).build())
                .putComponents("app", component().build())
                .build();
        assertThat(of("roles.web.replicas.minAvailable", role).remark()).contains("may leave 2");
    }

    private static Fidelity ofCheck(String field, Duration value) {
        Check.Builder check = Check.builder().probe(new Probe.Tcp("http"));
        Check built = field.equals("every")
                ? check.every(value).build()
                : check.timeout(value).build();
        Role role = Role.builder()
                .putComponents(
                        "app",
                        component()
                                .checks(Checks.builder().ready(built).build())
                                .build())
                .build();
        return of("roles.web.components.app.checks.ready." + field, role);
    }

    private static Fidelity of(String path, Role role) {
        Application application = Application.builder()
                .name("shop")
                .version("1")
                .putRoles("web", role)
                .build();
        return KubernetesFidelity.RULES.assess("kubernetes", application).fields().stream()
                .filter(line -> line.path().equals(path))
                .findFirst()
                .orElseThrow()
                .fidelity();
    }

    private static Role.Builder role(UnaryOperator<UpdatePolicy.Builder> update) {
        Role.Builder role = Role.builder();
        role.replicas(ReplicaPolicy.builder()
                .count(2)
                .update(update.apply(UpdatePolicy.builder()).build())
                .build());
        role.putComponents("app", component().build());
        return role;
    }

    private static Storage kept() {
        return Storage.builder()
                .path("/data")
                .size(ByteSize.parse("1Gi"))
                .keep(true)
                .build();
    }

    private static Component.Builder component() {
        Component.Builder component = Component.builder();
        component.artifact(Artifact.builder().image("parallax/web:1").build());
        component.addCommand("/bin/true");
        component.putPorts("http", 8080);
        return component;
    }
}
