package dev.parallax.memory;

import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.OwnRules;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Limits;
import dev.parallax.model.Probe;
import dev.parallax.model.Provider;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requests;
import dev.parallax.model.Requirement;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Step;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.Storage;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.model.User;

/** What the simulation makes of each field of a definition. */
final class MemoryFidelity {
    private static final String NOTHING_RUNS = "shown, and without effect: nothing runs";
    private static final String NO_TIME = "without effect: what it bounds takes no time";

    static final FidelityRules RULES = FidelityRules.builder()
            .include(OwnRules.RULES)
            .approximated(
                    "a text that is made up, unless the one who builds the backend says what is kept",
                    Secret.Existing.class,
                    "kubernetes",
                    "consul")
            .exact(Application.class, "name", "version")
            .exact(Service.class, "role", "external", "exposure")
            .exact(Provider.class, "application", "service")
            .exact(ServicePort.class, "port", "target")
            .exact(Step.class, "use", "retries")
            .approximated(NOTHING_RUNS, Step.class, "command")
            .approximated(NO_TIME, Step.class, "timeout")
            .exact(Requirement.OfService.class, "service", "min")
            .exact(Requirement.OfRole.class, "role", "min")
            .exact(Requirement.OfStep.class, "step")
            .approximated(NO_TIME, Requirement.OfService.class, "timeout")
            .approximated(NO_TIME, Requirement.OfRole.class, "timeout")
            .approximated(NO_TIME, Requirement.OfStep.class, "timeout")
            .exact(ReplicaPolicy.class, "count", "spread", "spreadOver", "apart", "pin", "drift")
            .approximated("without effect: nobody drains a host", ReplicaPolicy.class, "minAvailable")
            .exact(RecoveryPolicy.class, "hostLostAfter")
            .exact(UpdatePolicy.class, "maxUnavailable", "deadline", "onFailure")
            .approximated("0: replicas are changed in their places", UpdatePolicy.class, "maxSurge")
            .exact(Storage.class, "path", "keep")
            .approximated("shown: there are no disks", Storage.class, "size")
            .exact(EnvValue.Text.class, "template")
            .exact(EnvValue.FromSecret.class, "secret")
            .exact(FileSource.Template.class, "text", "origin")
            .exact(FileSource.FromSecret.class, "secret")
            .approximated(NOTHING_RUNS, FileSource.Template.class, "mode")
            .approximated(NOTHING_RUNS, FileSource.FromSecret.class, "mode")
            .approximated(NOTHING_RUNS, Artifact.class, "image", "packages", "masks")
            .approximated(NOTHING_RUNS, Component.class, "command", "ports")
            .approximated(NOTHING_RUNS, User.class, "name", "uid", "gid")
            .approximated(NOTHING_RUNS, Limits.class, "cpu", "memory")
            .exact(Requests.class, "cpu", "memory")
            .approximated(NOTHING_RUNS, StopPolicy.class, "signal", "drain", "grace")
            .approximated(NOTHING_RUNS, Probe.Http.class, "path", "port", "headers", "status")
            .approximated(NOTHING_RUNS, Probe.Tcp.class, "port")
            .approximated(NOTHING_RUNS, Probe.Exec.class, "command")
            .approximated(NOTHING_RUNS, Check.class, "every", "timeout", "failures", "successes")
            .build();

    private MemoryFidelity() {}
}
