package dev.parallax.fidelity;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Secret;

/** Rules for what the SDK does itself, whatever the backend: values of secrets, and acceptance checks. */
public final class OwnRules {
    private static final String BY_COMPARISON =
            "carried out by `accept` and by a comparison; apply waits for ready replicas";

    public static final FidelityRules RULES = FidelityRules.builder()
            .exact(Secret.Password.class, "length")
            .exact(Secret.FernetKeys.class, "count")
            .exact(Secret.KeyPair.class, "algorithm")
            .exact(Secret.FromEnvironment.class, "variable")
            .exact(Secret.FromFile.class, "path")
            .approximated(
                    BY_COMPARISON,
                    AcceptanceCheck.Http.class,
                    "name",
                    "service",
                    "port",
                    "target",
                    "method",
                    "path",
                    "headers",
                    "body",
                    "status",
                    "capture")
            .approximated(BY_COMPARISON, AcceptanceCheck.Exec.class, "name", "use", "command", "rises")
            .build();

    private OwnRules() {}
}
