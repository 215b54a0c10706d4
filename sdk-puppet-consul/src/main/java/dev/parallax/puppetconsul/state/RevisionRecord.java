package dev.parallax.puppetconsul.state;

import dev.parallax.secret.SecretValue;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What belongs to a revision beside its definition: when it was made and, if by other means than an apply, why; when
 * all of it was first ready; and the values of its
 * secrets, so that a changed one reaches replica by replica as everything else does.
 */
public record RevisionRecord(
        Instant made, Optional<String> reason, Optional<Instant> reached, Map<String, SecretValue> secrets) {
    public RevisionRecord {
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }
}
