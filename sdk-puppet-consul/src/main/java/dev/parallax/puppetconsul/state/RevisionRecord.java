package dev.parallax.puppetconsul.state;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a revision beside its definition: when it was made and, if by other means than an apply, why; when
 * all of it was first ready; and the values of its
 * secrets, so that a changed one reaches replica by replica as everything else does.
 */
public record RevisionRecord(Instant made, Optional<String> reason, Optional<Instant> reached, SealedSecrets secrets) {
    public RevisionRecord(
            Instant made, Optional<String> reason, Optional<Instant> reached, @Nullable SealedSecrets secrets) {
        this.made = made;
        this.reason = reason;
        this.reached = reached;
        this.secrets = secrets == null ? SealedSecrets.NONE : secrets;
    }
}
