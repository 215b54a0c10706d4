package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.definition.DurationText;
import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;
import dev.parallax.model.StatusRange;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.time.Duration;
import java.util.Optional;

/** Checks as the Puppet module takes them. */
final class CheckData {
    /** Consul's MinInterval of checks. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    static final FidelityRules FIDELITY = FidelityRules.builder()
            .rule(Probe.Http.class, "path", (http, use) -> whileStarting(use))
            .exact(Probe.Http.class, "port", "headers")
            .rule(
                    Probe.Http.class,
                    "status",
                    (http, use) -> isReady(use) && http.status().equals(StatusRange.SUCCESS)
                            ? new Fidelity.Approximated(
                                    "Consul takes a status from 200 to 299 for success, after following redirections;"
                                            + " where other statuses are named the host asks by itself")
                            : Fidelity.EXACT)
            .rule(Probe.Tcp.class, "port", (tcp, use) -> whileStarting(use))
            .rule(Probe.Exec.class, "command", (exec, use) -> whileStarting(use))
            .rule(
                    Check.class,
                    "every",
                    (check, use) -> isReady(use) && check.every().compareTo(SHORTEST) < 0
                            ? new Fidelity.Approximated("Consul checks once a second at most")
                            : Fidelity.EXACT)
            .exact(Check.class, "timeout", "successes")
            .rule(
                    Check.class,
                    "failures",
                    (check, use) -> isReady(use)
                            ? new Fidelity.Approximated(
                                    "Consul counts so many; besides, balancers look for themselves and"
                                            + " leave out a replica whose port is shut")
                            : Fidelity.EXACT)
            .build();

    private CheckData() {}

    /** The platform's timers, and not the definition's, are those of ready checks. */
    static FidelityRules byPlatform(FleetProfile.Platform platform) {
        return FidelityRules.builder()
                .rule(
                        Check.class,
                        "every",
                        (check, use) -> isReady(use) && !check.every().equals(platform.check())
                                ? new Fidelity.Approximated("the platform's period is that of all ready checks: "
                                        + DurationText.format(platform.check()))
                                : Fidelity.EXACT)
                .rule(Check.class, "failures", (check, use) -> oneLook(check.failures(), use))
                .rule(Check.class, "successes", (check, use) -> oneLook(check.successes(), use))
                .build();
    }

    private static Fidelity oneLook(int wanted, FieldUse use) {
        return isReady(use) && wanted != 1
                ? new Fidelity.Approximated("Consul goes by one look; balancers count their own, "
                        + FleetProfile.Platform.FALL + " that fail and " + FleetProfile.Platform.RISE + " that pass")
                : Fidelity.EXACT;
    }

    private static Fidelity whileStarting(FieldUse use) {
        return use.path().contains(".checks.started.")
                ? new Fidelity.Approximated(
                        "it holds back the check `alive`; Consul asks the check `ready` from the start")
                : Fidelity.EXACT;
    }

    private static boolean isReady(FieldUse use) {
        return use.path().contains(".checks.ready.");
    }

    /** Writes a check of a component into {@code target}. */
    static void write(ObjectNode target, String componentName, Component component, Check check) {
        Probe probe = check.probe();
        if (probe instanceof Probe.Http http) {
            question(target, http).put("port", port(component, http.port()));
        } else if (probe instanceof Probe.Tcp tcp) {
            target.put("type", "tcp").put("port", port(component, tcp.port()));
        } else if (probe instanceof Probe.Exec exec) {
            target.put("type", "exec").put("component", componentName);
            exec.command().forEach(target.putArray("command")::add);
        }
        target.put("interval_ms", check.every().toMillis())
                .put("timeout_ms", check.timeout().toMillis())
                .put("failures", check.failures())
                .put("successes", check.successes());
    }

    /** What is asked and how it has to be answered, but for the port. */
    static ObjectNode question(ObjectNode target, Probe.Http http) {
        target.put("type", "http").put("path", http.path());
        if (!http.headers().isEmpty()) {
            ObjectNode headers = target.putObject("headers");
            http.headers().forEach(headers::put);
        }
        if (!http.status().equals(StatusRange.SUCCESS)) {
            target.put("status", http.status().toString());
        }
        return target;
    }

    /** The port that a check asks; empty for one that runs a command. */
    static Optional<Integer> port(Component component, Check check) {
        Probe probe = check.probe();
        if (probe instanceof Probe.Http http) {
            return Optional.of(port(component, http.port()));
        }
        return probe instanceof Probe.Tcp tcp ? Optional.of(port(component, tcp.port())) : Optional.empty();
    }

    private static int port(Component component, String name) {
        Integer port = component.ports().get(name);
        if (port == null) {
            throw new IllegalStateException("a check names port '" + name + "', which its component does not have");
        }
        return port;
    }
}
