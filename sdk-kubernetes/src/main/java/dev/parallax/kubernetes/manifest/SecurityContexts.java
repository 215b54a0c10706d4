package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.User;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Optional;

/** What the process of a container may do. */
final class SecurityContexts {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(User.class, "uid", "gid")
            .approximated("the image gives the number its name", User.class, "name")
            .build();

    private SecurityContexts() {}

    /** Without a user of the definition it is that of the image, of whom nothing is known. */
    static SecurityContext of(Optional<User> user) {
        SecurityContextBuilder context = new SecurityContextBuilder();
        user.ifPresent(known -> context.withRunAsUser((long) known.uid())
                .withRunAsGroup((long) known.gid())
                .withRunAsNonRoot(known.uid() != 0));
        return context.build();
    }
}
