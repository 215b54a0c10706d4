package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Probe.Exec;
import dev.parallax.model.Probe.Http;
import dev.parallax.model.Probe.Tcp;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;

/** Checks as probes of a container. Kubernetes counts in whole seconds: shorter periods and timeouts become one second. */
final class Probes {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(Http.class, "path", "port")
            .exact(Tcp.class, "port")
            .exact(Exec.class, "command")
            .rule(Check.class, "every", check -> wholeSeconds(check.every()))
            .rule(Check.class, "timeout", check -> wholeSeconds(check.timeout()))
            .exact(Check.class, "failures", "successes")
            .build();

    private Probes() {}

    static void addTo(ContainerBuilder container, Component component) {
        component
                .checks()
                .ready()
                .ifPresent(check -> container.withReadinessProbe(probe(check, component)
                        .withSuccessThreshold(check.successes())
                        .build()));
        component.checks().alive().ifPresent(check -> container.withLivenessProbe(of(check, component)));
        component.checks().started().ifPresent(check -> container.withStartupProbe(of(check, component)));
    }

    /** Liveness and startup probes succeed at the first success, whatever the check says. */
    private static Probe of(Check check, Component component) {
        return probe(check, component).withSuccessThreshold(1).build();
    }

    private static ProbeBuilder probe(Check check, Component component) {
        ProbeBuilder probe = new ProbeBuilder()
                .withPeriodSeconds(seconds(check.every()))
                .withTimeoutSeconds(seconds(check.timeout()))
                .withFailureThreshold(check.failures());
        if (check.probe() instanceof Http http) {
            probe.withNewHttpGet()
                    .withPath(http.path())
                    .withPort(Ports.reference(component, http.port()))
                    .withScheme("HTTP")
                    .endHttpGet();
        } else if (check.probe() instanceof Tcp tcp) {
            probe.withNewTcpSocket()
                    .withPort(Ports.reference(component, tcp.port()))
                    .endTcpSocket();
        } else if (check.probe() instanceof Exec exec) {
            probe.withNewExec().withCommand(exec.command()).endExec();
        }
        return probe;
    }

    static Fidelity wholeSeconds(Duration duration) {
        return duration.equals(Duration.ofSeconds(seconds(duration)))
                ? Fidelity.EXACT
                : new Fidelity.Approximated(
                        "Kubernetes counts in whole seconds, from 1 on: " + seconds(duration) + "s");
    }

    static int seconds(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (duration.toMillis() + 999) / 1000));
    }
}
