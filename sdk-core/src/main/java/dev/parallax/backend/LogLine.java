package dev.parallax.backend;

import java.time.Instant;
import java.util.Optional;

/** One line that a component of a replica wrote, without its end; {@code time}: when its host took it, where that is known. */
public record LogLine(String role, String replica, String component, Optional<Instant> time, String text) {}
