package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.User;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Optional;

/**
 * What processes may do: a pod whose components all name a user other than root meets the Pod Security Standard {@code restricted}.
 * What the image's own user or root needs is not known here, so that such a container keeps the capabilities that the runtime gives.
 */
final class SecurityContexts {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(User.class, "uid", "gid")
            .approximated("the image gives the number its name", User.class, "name")
            .build();

    /**
     * The group of every mounted file. Files belong to root on Kubernetes; through this group a process reads them whatever user
     * it runs as, and nobody else does.
     */
    private static final long FILES_GROUP = 20_000;

    private SecurityContexts() {}

    static PodSecurityContext ofPod() {
        return new PodSecurityContextBuilder()
                .withFsGroup(FILES_GROUP)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /** {@code user}: empty for the one that the image names. */
    static SecurityContext ofContainer(Optional<User> user) {
        SecurityContextBuilder context = new SecurityContextBuilder().withAllowPrivilegeEscalation(false);
        user.ifPresent(known -> context.withRunAsUser((long) known.uid()).withRunAsGroup((long) known.gid()));
        if (user.filter(known -> known.uid() != 0).isPresent()) {
            context.withRunAsNonRoot(true).withNewCapabilities().withDrop("ALL").endCapabilities();
        }
        return context.build();
    }
}
