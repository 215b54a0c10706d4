package dev.parallax.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceVariablesTest {
    @Test
    void namesAndOrdersThemAsKubernetesDoes() {
        Service service = Service.builder()
                .role("web")
                .putPorts("public", new ServicePort(5000, "public"))
                .putPorts("admin-api", new ServicePort(35357, "public"))
                .build();
        assertThat(ServiceVariables.of("my-web", service, "10.0.0.7").entrySet())
                .extracting(Map.Entry::toString)
                .containsExactly(
                        "MY_WEB_SERVICE_HOST=10.0.0.7",
                        "MY_WEB_SERVICE_PORT=5000",
                        "MY_WEB_SERVICE_PORT_PUBLIC=5000",
                        "MY_WEB_SERVICE_PORT_ADMIN_API=35357",
                        "MY_WEB_PORT=tcp://10.0.0.7:5000",
                        "MY_WEB_PORT_5000_TCP=tcp://10.0.0.7:5000",
                        "MY_WEB_PORT_5000_TCP_PROTO=tcp",
                        "MY_WEB_PORT_5000_TCP_PORT=5000",
                        "MY_WEB_PORT_5000_TCP_ADDR=10.0.0.7",
                        "MY_WEB_PORT_35357_TCP=tcp://10.0.0.7:35357",
                        "MY_WEB_PORT_35357_TCP_PROTO=tcp",
                        "MY_WEB_PORT_35357_TCP_PORT=35357",
                        "MY_WEB_PORT_35357_TCP_ADDR=10.0.0.7");
    }

    @Test
    void putsAnIpv6AddressInBrackets() {
        Service service = Service.builder()
                .role("db")
                .putPorts("sql", new ServicePort(1, "sql"))
                .build();
        assertThat(ServiceVariables.of("db", service, "fd00::1"))
                .containsEntry("DB_PORT", "tcp://[fd00::1]:1")
                .containsEntry("DB_SERVICE_HOST", "fd00::1");
    }

    @Test
    void leavesOutServicesWithoutAnAddress() {
        assertThat(ServiceVariables.of(Samples.everything(), Map.of("db", "10.0.0.1")))
                .containsKey("DB_SERVICE_HOST")
                .doesNotContainKey("FRONT_SERVICE_HOST");
    }
}
