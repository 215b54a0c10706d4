package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.image.PrintedProgress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Consul itself refuses to a host and to a controller; what it lets them do, the conformance tests show. */
@OnFleet
final class FleetPoliciesIT {
    private static final int DONE = 200;
    private static final int REFUSED = 403;
    private static final int NOT_THERE = 404;
    private static final String OWN = FleetLayout.HOSTS.get(0).name();
    private static final String OTHER = FleetLayout.HOSTS.get(1).name();

    private static Lab lab;
    private static FleetSecrets secrets;
    private static FleetConsul consul;

    @BeforeAll
    static void bringUp() {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        secrets = FleetSecrets.of(Places.ofThisUser().state(Side.PUPPET_CONSUL));
        consul = new FleetConsul(secrets);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void hostOffersServicesOfOursAndNoOther() {
        assertThat(asHost("PUT", "/v1/catalog/register", instance(OWN, "parallax-policy-it")))
                .isEqualTo(DONE);
        assertThat(asHost("PUT", "/v1/catalog/register", instance(OWN, "database")))
                .isEqualTo(REFUSED);
        assertThat(asHost("PUT", "/v1/catalog/deregister", """
                        {"Node": "%s", "ServiceID": "parallax-policy-it"}""".formatted(OWN))).isEqualTo(DONE);
    }

    @Test
    void hostReadsAndWritesNoOtherHostsKeys() {
        assertThat(asHost("GET", "/v1/kv/parallax/hosts/" + OTHER + "/data", ""))
                .isEqualTo(REFUSED);
        assertThat(asHost("PUT", "/v1/kv/parallax/hosts/" + OTHER + "/report", "{}"))
                .isEqualTo(REFUSED);
        assertThat(asHost("GET", "/v1/kv/parallax/hosts/" + OTHER + "/key", "")).isEqualTo(REFUSED);
        assertThat(asHost("PUT", "/v1/kv/parallax/hosts/" + OTHER + "/key", "x"))
                .isEqualTo(REFUSED);
        assertThat(asHost("GET", "/v1/kv/parallax/hosts/" + OWN + "/key", "")).isEqualTo(DONE);
        assertThat(asHost("PUT", "/v1/kv/parallax/controller/seal", "x")).isEqualTo(REFUSED);
        assertThat(asHost("PUT", "/v1/kv/parallax/hosts/" + OWN + "/data", "{}"))
                .isEqualTo(REFUSED);
        assertThat(asHost("GET", "/v1/kv/parallax/apps/?keys", ""))
                .as("keys that may not be read are not there")
                .isEqualTo(NOT_THERE);
        assertThat(asHost("PUT", "/v1/session/create", "{}")).isEqualTo(REFUSED);
    }

    @Test
    void hostAnswersItsOwnRequestsAndSeesNoOthers() {
        assertThat(asHost("PUT", "/v1/kv/parallax-requests/" + OWN + "/told/it/begun", ""))
                .isEqualTo(DONE);
        assertThat(asHost("DELETE", "/v1/kv/parallax-requests/" + OWN + "/told/it/?recurse", ""))
                .isEqualTo(DONE);
        assertThat(asHost("GET", "/v1/kv/parallax-requests/" + OTHER + "/told/it/begun", ""))
                .isEqualTo(REFUSED);
        assertThat(asHost("PUT", "/v1/kv/parallax-requests/" + OTHER + "/told/it/begun", ""))
                .isEqualTo(REFUSED);
    }

    @Test
    void controllerWritesItsKeysAndNothingElse() {
        assertThat(asController("PUT", "/v1/kv/parallax/policy-it", "x")).isEqualTo(DONE);
        assertThat(asController("DELETE", "/v1/kv/parallax/policy-it", "")).isEqualTo(DONE);
        assertThat(asController("PUT", "/v1/kv/policy-it", "x")).isEqualTo(REFUSED);
        assertThat(asController("PUT", "/v1/catalog/register", instance(OWN, "parallax-policy-it")))
                .isEqualTo(REFUSED);
        assertThat(asController("PUT", "/v1/session/create", "{\"Node\": \"" + OWN + "\"}"))
                .isEqualTo(REFUSED);
        assertThat(asController("GET", "/v1/agent/self", "")).isEqualTo(REFUSED);
        assertThat(asController("GET", "/v1/acl/tokens", "")).isEqualTo(REFUSED);
    }

    private static int asHost(String method, String path, String body) {
        return consul.exchange(method, path, body, secrets.hostToken(OWN)).statusCode();
    }

    private static int asController(String method, String path, String body) {
        return consul.exchange(method, path, body, secrets.controllerToken()).statusCode();
    }

    private static String instance(String node, String service) {
        return """
                {"Node": "%s", "Address": "192.0.2.1", "SkipNodeUpdate": true, "Service": {"ID": "%s", "Service": "%s"}}""".formatted(node, service, service);
    }
}
