package dev.parallax.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ROLE} or {@code ROLE/REPLICA}, as it is typed. */
record ReplicaPath(String role, Optional<String> replica) {
    private static final Pattern WRITTEN = Pattern.compile("([^/]+)(?:/([^/]+))?");

    /** What is neither is a {@link UsageException}. */
    static ReplicaPath parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new UsageException(
                    "'" + text
                            + "' is not ROLE or ROLE/REPLICA; write a role, or one and the name of a replica, such as web/web-1");
        }
        return new ReplicaPath(written.group(1), Optional.ofNullable(written.group(2)));
    }
}
