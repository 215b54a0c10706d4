package dev.parallax.puppetconsul.state;

import java.util.Optional;

/** The end of an answer, and what kept it from being whole. */
public record LogEnd(Optional<String> error) {}
