package dev.parallax.examples.processes;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.fidelity.OwnRules;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Limits;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Probe;
import dev.parallax.model.Provider;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requests;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Step;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.Storage;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.model.User;
import java.util.Collection;
import java.util.function.Function;

/** What becomes of each field of a definition. */
final class ProcessFidelity {
    private static final String ONE_MACHINE = "without effect: all hosts are addresses of one machine";
    private static final String NO_DEADLINE = "without effect: it is waited for as long as it takes";

    // tag::fidelity[]
    static final FidelityRules RULES = FidelityRules.builder()
            .include(OwnRules.RULES)
            .exact(Application.class, "name", "version")
            .approximated("a folder of files, laid over those of this machine", Artifact.class, "image")
            .approximated("as whoever runs the backend; it sees itself as root", User.class, "name", "uid", "gid")
            .approximated("without effect: nothing limits a process", Limits.class, "cpu", "memory")
            .approximated("without effect: nothing is set aside", Requests.class, "cpu", "memory")
            .rule(Component.class, "command", (component, use) -> alone(use))
            .rule(Service.class, "external", refused(Service::external, "write the service's role"))
            // end::fidelity[]
            .exact(Component.class, "ports")
            .approximated("without effect: an image brings everything", Artifact.class, "packages", "masks")
            .exact(Service.class, "role")
            .approximated("an address of the loopback device, as every service has", Service.class, "exposure")
            .rule(Provider.class, "application", provider -> notHere("write the service's role"))
            .rule(Provider.class, "service", provider -> notHere("write the service's role"))
            .exact(ServicePort.class, "port", "target")
            .exact(Step.class, "use", "command", "retries", "timeout")
            .exact(Requirement.OfService.class, "service", "min")
            .exact(Requirement.OfRole.class, "role", "min")
            .exact(Requirement.OfStep.class, "step")
            .approximated(NO_DEADLINE, Requirement.OfService.class, "timeout")
            .approximated(NO_DEADLINE, Requirement.OfRole.class, "timeout")
            .approximated(NO_DEADLINE, Requirement.OfStep.class, "timeout")
            .exact(ReplicaPolicy.class, "count")
            .approximated("of new replicas; those that run stay where they are", ReplicaPolicy.class, "spread")
            .rule(
                    ReplicaPolicy.class,
                    "spreadOver",
                    refused(p -> p.spreadOver().stream().toList(), "hosts have no labels"))
            .rule(ReplicaPolicy.class, "pin", refused(p -> p.pin().keySet(), "hosts have no labels"))
            .rule(ReplicaPolicy.class, "apart", refused(ReplicaPolicy::apart, ONE_MACHINE))
            .approximated(ONE_MACHINE, ReplicaPolicy.class, "minAvailable")
            .approximated("without effect: nobody looks for changes by hand", ReplicaPolicy.class, "drift")
            .approximated(ONE_MACHINE, RecoveryPolicy.class, "hostLostAfter")
            .exact(UpdatePolicy.class, "maxUnavailable")
            .approximated("0: replicas are changed in their places", UpdatePolicy.class, "maxSurge")
            .approximated(NO_DEADLINE, UpdatePolicy.class, "deadline")
            .rule(
                    UpdatePolicy.class,
                    "onFailure",
                    policy -> policy.onFailure() == OnFailure.HALT ? Fidelity.EXACT : notHere("write 'halt'"))
            .exact(Storage.class, "path", "keep")
            .approximated("without effect: a folder has no size", Storage.class, "size")
            .exact(EnvValue.Text.class, "template")
            .exact(EnvValue.FromSecret.class, "secret")
            .exact(FileSource.Template.class, "text", "origin")
            .exact(FileSource.FromSecret.class, "secret")
            .approximated("for whoever runs the backend alone", FileSource.Template.class, "mode")
            .approximated("for whoever runs the backend alone", FileSource.FromSecret.class, "mode")
            .exact(StopPolicy.class, "drain", "grace")
            .rule(
                    StopPolicy.class,
                    "signal",
                    stop -> stop.signal().equals("SIGTERM") ? Fidelity.EXACT : notHere("write SIGTERM"))
            .exact(Probe.Http.class, "path", "port", "status")
            .rule(
                    Probe.Http.class,
                    "headers",
                    http -> http.headers().keySet().stream().anyMatch("Host"::equalsIgnoreCase)
                            ? notHere("leave out the header Host")
                            : Fidelity.EXACT)
            .rule(Probe.Tcp.class, "port", probe -> notHere("write a check by http"))
            .rule(Probe.Exec.class, "command", probe -> notHere("write a check by http"))
            .rule(Check.class, "every", ProcessFidelity::ready)
            .rule(Check.class, "timeout", ProcessFidelity::ready)
            .rule(Check.class, "failures", ProcessFidelity::ready)
            .rule(Check.class, "successes", ProcessFidelity::ready)
            .rule(Secret.Existing.class, "kubernetes", secret -> notHere("write a file or a variable"))
            .rule(Secret.Existing.class, "consul", secret -> notHere("write a file or a variable"))
            .build();

    private ProcessFidelity() {}

    private static Fidelity alone(FieldUse use) {
        return use.within(Role.class)
                        .filter(role -> role.components().size() > 1)
                        .isEmpty()
                ? Fidelity.EXACT
                : notHere("write a role for each component");
    }

    private static Fidelity ready(Check check, FieldUse use) {
        return use.path().contains(".checks.ready.") ? Fidelity.EXACT : notHere("leave out all checks but 'ready'");
    }

    private static <T> Function<T, Fidelity> refused(Function<T, Collection<String>> values, String hint) {
        return owner -> values.apply(owner).isEmpty() ? Fidelity.EXACT : notHere(hint);
    }

    private static Fidelity notHere(String hint) {
        return new Fidelity.Refused("not done here; " + hint);
    }
}
