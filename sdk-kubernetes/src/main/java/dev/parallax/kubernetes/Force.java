package dev.parallax.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;
import java.util.function.Predicate;

/** Of which objects fields are taken that somebody else has set: of those that somebody agreed to, as they were shown. */
final class Force {
    /** Of none: a conflict is told. */
    static final Force NEVER = new Force(object -> false);

    /** Of every object of the application's own. */
    static final Force ALWAYS = new Force(object -> true);

    private final Predicate<HasMetadata> taken;

    private Force(Predicate<HasMetadata> taken) {
        this.taken = taken;
    }

    /** {@code keys}: kinds and names of objects. */
    static Force of(Set<String> keys) {
        return new Force(object ->
                keys.contains(object.getKind() + "/" + object.getMetadata().getName()));
    }

    boolean takes(HasMetadata object) {
        return taken.test(object);
    }
}
