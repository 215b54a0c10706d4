package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.HostStatus;
import dev.parallax.lab.Side;
import dev.parallax.lab.SideStatus;
import dev.parallax.lab.docker.HostState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How hosts stand, in {@code host list} and {@code lab status}. */
class HostTablesTest {
    private static String printed(Consumer<Invocation> print) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation =
                new Invocation(out, new ByteArrayOutputStream(), Terminal.PIPE, Map.of(), Path.of(".."));
        print.accept(invocation);
        invocation.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static HostStatus host(String name, boolean alive, Optional<String> trouble, boolean cordoned) {
        return new HostStatus(name, Optional.empty(), Map.of(), alive, trouble, cordoned, List.of());
    }

    @Test
    void aHostWhoseDaemonDoesNotReportIsNotCalledReady() {
        List<HostStatus> hosts = List.of(
                host("one", true, Optional.empty(), true),
                host("two", true, Optional.of("no report for 12m"), false),
                host("three", true, Optional.of("no report for 12m"), true),
                host("four", false, Optional.empty(), false));

        assertThat(printed(invocation -> HostCommand.Listing.table(hosts, invocation.out())))
                .isEqualTo("""
                HOST   ADDRESS  STATE                       REPLICAS
                one    -        ready,cordoned              -
                two    -        no report for 12m           -
                three  -        no report for 12m,cordoned  -
                four   -        lost                        -
                """);
    }

    @Test
    void whatAHostSaysOfARunThatFailedStandsBelowTheTable() {
        List<HostStatus> hosts = List.of(
                host("one", true, Optional.of("last run failed: /etc/parallax/data/common.yaml:3: not YAML"), false),
                host("two", false, Optional.of("last run failed: of before"), false));

        assertThat(printed(invocation -> HostCommand.Listing.table(hosts, invocation.out())))
                .isEqualTo("""
                HOST  ADDRESS  STATE            REPLICAS
                one   -        last run failed  -
                two   -        lost             -
                one: last run failed: /etc/parallax/data/common.yaml:3: not YAML
                """);
    }

    @Test
    void settingsOfAHostStandBesideWhereTheyComeFrom() {
        HostStatus host = new HostStatus(
                "one",
                Optional.empty(),
                Map.of(),
                true,
                Optional.of("last run failed: /etc/parallax/data/role/web.yaml:3: not YAML"),
                false,
                List.of(),
                List.of(
                        new HostStatus.Setting("parallax::restart", "unit", "module"),
                        new HostStatus.Setting(
                                "parallax::balancer::fall", "3", "/etc/parallax/data/environment/production.yaml")));

        assertThat(printed(invocation -> HostCommand.Settings.table(host, invocation.out())))
                .isEqualTo("""
                SETTING                   VALUE  FROM
                parallax::balancer::fall  3      /etc/parallax/data/environment/production.yaml
                parallax::restart         unit   module
                one: last run failed: /etc/parallax/data/role/web.yaml:3: not YAML
                """);
    }

    @Test
    void theLabSaysWhichOfItsHostsAreCordoned() {
        SideStatus side = new SideStatus(
                Side.PUPPET_CONSUL,
                SideStatus.State.UP,
                List.of(
                        new SideStatus.HostStatus("pc-host1", "10.78.0.11", HostState.RUNNING, true, true),
                        new SideStatus.HostStatus("pc-host2", "10.78.0.12", HostState.RUNNING, true, false)),
                Map.of());

        assertThat(printed(invocation -> LabCommand.Status.print(side, invocation)))
                .isEqualTo("""
                puppet-consul: up
                  HOST      ADDRESS     STATE             READY
                  pc-host1  10.78.0.11  running,cordoned  yes
                  pc-host2  10.78.0.12  running           yes
                """);
    }
}
