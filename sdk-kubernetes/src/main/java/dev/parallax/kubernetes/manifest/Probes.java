package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Probe.Exec;
import dev.parallax.model.Probe.Http;
import dev.parallax.model.Probe.Tcp;
import dev.parallax.model.StatusRange;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import java.util.List;

/** Checks as probes of a container. Kubernetes counts in whole seconds: shorter periods and timeouts become one second. */
final class Probes {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(Http.class, "path", "port", "headers")
            .rule(Http.class, "status", http -> status(http.status()))
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
                    .withHttpHeaders(headers(http))
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

    private static List<HTTPHeader> headers(Http http) {
        return http.headers().entrySet().stream()
                .map(header -> new HTTPHeader(header.getKey(), header.getValue()))
                .toList();
    }

    /** What a kubelet takes for success is not for us to say. */
    private static Fidelity status(StatusRange wanted) {
        if (wanted.equals(StatusRange.SUCCESS)) {
            return Fidelity.EXACT;
        }
        return StatusRange.SUCCESS.covers(wanted)
                ? new Fidelity.Approximated("a kubelet takes every status from " + StatusRange.SUCCESS
                        + " for success, after following redirections on the same host")
                : new Fidelity.Refused("a kubelet takes a status from " + StatusRange.SUCCESS
                        + " for success and no other; write one of these, or ask with exec");
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
