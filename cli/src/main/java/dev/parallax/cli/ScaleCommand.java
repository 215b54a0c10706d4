package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern COUNT = Pattern.compile("([^=]+)=([0-9]{1,9})");

    @Parameters(
            index = "0",
            paramLabel = "APPLICATION",
            description = "The application's name, or the file of its definition.")
    String application = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ROLE=COUNT", description = "Roles and their new counts.")
    List<String> counts = List.of();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    RolloutOptions rollouts = new RolloutOptions();

    ScaleCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        Map<String, Integer> wanted = wanted();
        String name = Definitions.name(application);
        try (Backend backend = backends.open(invocation)) {
            Deployed.require(backend, name);
            rollouts.run(
                    invocation,
                    backends,
                    backend,
                    "Scaling " + name + " to " + String.join(" ", counts) + " on " + backend.name(),
                    "the same command",
                    () -> backend.scale(name, wanted));
        }
        return ExitStatus.DONE;
    }

    /** Read here, since picocli calls what it cannot read by its own names. */
    private Map<String, Integer> wanted() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (String count : counts) {
            Matcher written = COUNT.matcher(count);
            if (!written.matches()) {
                throw new UsageException(
                        "'" + count + "' is not ROLE=COUNT; write a role and a whole number from 0, such as web=3");
            }
            if (wanted.put(written.group(1), Integer.parseInt(written.group(2))) != null) {
                throw new UsageException("role '" + written.group(1) + "' is there twice; keep one of them");
            }
        }
        return wanted;
    }
}
