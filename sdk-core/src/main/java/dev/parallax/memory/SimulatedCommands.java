package dev.parallax.memory;

import dev.parallax.backend.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What commands do in replicas of an {@link InMemoryBackend}, which has no processes. Called on the thread of whoever runs one. */
@FunctionalInterface
public interface SimulatedCommands {
    /** Every command ends well at once, and writes nothing. */
    SimulatedCommands NOTHING = call -> new Answer(new CommandResult(0, "", ""), Duration.ZERO);

    Answer run(Call call);

    /** A command, where it runs, and the environment that the component would have started with. */
    record Call(
            String application,
            String replica,
            String component,
            List<String> command,
            Map<String, String> environment) {}

    /** How a command ends, after which time. */
    record Answer(CommandResult result, Duration takes) {}
}
