package dev.parallax.cli;

import dev.parallax.backend.Backend;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "scale",
        description = {
            "Change how many replicas roles have, as a new revision, and wait until they are ready.",
            "The next `apply` of a definition brings its own counts back. Storage that replicas keep outlives them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax scale --lab puppet-consul keystone keystone=4",
            "  parallax scale --backend kubernetes --no-wait shop web=10 worker=3"
        })
final class ScaleCommand extends Action {
    @Parameters(
            index = "0",
            paramLabel = "APPLICATION",
            description = "The application's name, or the file of its definition.")
    String application = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ROLE=COUNT", description = "Roles and their new counts.")
    Map<String, Integer> counts = new LinkedHashMap<>();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    RolloutOptions rollouts = new RolloutOptions();

    ScaleCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        String name = Definitions.name(application);
        String wanted = counts.entrySet().stream()
                .map(count -> count.getKey() + "=" + count.getValue())
                .collect(Collectors.joining(" "));
        try (Backend backend = backends.open(invocation)) {
            if (backend.observe(name).isEmpty()) {
                throw AbsentException.of(backend, name);
            }
            rollouts.run(
                    invocation,
                    backends,
                    backend,
                    "Scaling " + name + " to " + wanted + " on " + backend.name(),
                    "the same command",
                    () -> backend.scale(name, counts));
        }
        return ExitStatus.DONE;
    }
}
