package dev.parallax.puppetconsul.state;

import java.util.List;

/** A command to run in a component of a replica; after {@code limitMillis} the host ends it. */
public record ExecRequest(
        String application, String replica, String component, List<String> command, long limitMillis) {}
