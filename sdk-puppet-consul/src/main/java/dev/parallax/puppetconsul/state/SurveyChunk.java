package dev.parallax.puppetconsul.state;

import java.util.List;
import java.util.Optional;

/**
 * What holds a port of a host: a {@code unit} of systemd, where it is one, with its file and whether it starts at boot, otherwise the process. {@code
 * services}: what the agent has at that port, as far as the host's token may see it; {@code file}: where that is defined, if not by the agent's API.
 */
public record SurveyChunk(
        int port,
        boolean ours,
        Optional<String> unit,
        Optional<String> fragment,
        String enabled,
        String process,
        List<Registered> services) {
    public SurveyChunk {
        services = List.copyOf(services);
    }

    /** A service of the host's agent. */
    public record Registered(String id, String name, Optional<String> file) {}
}
