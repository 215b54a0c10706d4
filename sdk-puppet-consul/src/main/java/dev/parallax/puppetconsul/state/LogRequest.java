package dev.parallax.puppetconsul.state;

import java.util.Optional;

/** A question for what a component of a replica wrote; {@code since}: seconds; {@code after}: the cursor of the last line that is known. */
public record LogRequest(
        String application,
        String replica,
        String component,
        Optional<Integer> tail,
        Optional<Long> since,
        Optional<String> after,
        boolean follow) {}
