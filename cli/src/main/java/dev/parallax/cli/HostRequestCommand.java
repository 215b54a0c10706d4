package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.NotReachedException;
import dev.parallax.definition.DurationText;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.undercloud.GrantedHost;
import dev.parallax.undercloud.HostProvider;
import dev.parallax.undercloud.HostRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "request",
        description = {
            "Have a machine given for a host, and wait until it is one where its undercloud sees to that.",
            "Asking again by the same name gets the same machine, also after an interruption."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax host request --lab puppet-consul --undercloud lab --label rack=b spare1",
            "  parallax host request --backend puppet-consul --consul https://consul:8501 --undercloud inventory --set file=machines.yaml --memory 8Gi spare1"
        })
final class HostRequestCommand extends Action {
    private static final long POLL_MILLIS = 200;

    @Parameters(paramLabel = "NAME", description = "Of the request; it is given back by it.")
    String name = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    UndercloudOptions underclouds = new UndercloudOptions();

    @Option(names = "--label", paramLabel = "LABEL=VALUE", description = "What it has to have; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--cpu", paramLabel = "AMOUNT", description = "At least so much, such as 2 or 500m.")
    @Nullable
    String cpu;

    @Option(names = "--memory", paramLabel = "SIZE", description = "At least so much, such as 8Gi.")
    @Nullable
    String memory;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description =
                    "How long it may take until it is a host (default: ${DEFAULT-VALUE}); longer is exit status 3.")
    Duration timeout = Duration.ofMinutes(5);

    @Mixin
    OutputOptions output = new OutputOptions();

    HostRequestCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        HostRequest request = request();
        GrantedHost granted;
        try (Backend backend = backends.open(invocation);
                HostProvider provider = underclouds.open();
                ProgressDisplay progress = invocation.progress()) {
            invocation.ifCutShort("what is given stays under the name " + name + ": " + again("request") + " goes on, "
                    + again("give-back") + " gives it back");
            granted = progress.attempt(
                    "Having a machine given for " + name + " by " + underclouds.undercloud,
                    () -> awaitHost(backend, provider.request(request)));
        }
        if (output.json()) {
            OutputOptions.write(invocation, granted);
        } else {
            invocation.out().println(granted.host() + " at " + granted.address() + " is given under the name " + name);
            if (!granted.enrolled()) {
                invocation.out().println("`" + add(granted) + "` writes down what makes it a host");
            }
        }
        return ExitStatus.DONE;
    }

    private HostRequest request() {
        try {
            return new HostRequest(
                    name,
                    labels,
                    HostAddCommand.parsed("--cpu", cpu, Cpu::parse),
                    HostAddCommand.parsed("--memory", memory, ByteSize::parse));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private GrantedHost awaitHost(Backend backend, GrantedHost granted) throws InterruptedException {
        long start = System.nanoTime();
        while (granted.enrolled()
                && backend.hosts().stream().noneMatch(host -> host.name().equals(granted.host()) && host.alive())) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw new NotReachedException(backend.name() + ": " + granted.host() + " at " + granted.address()
                        + " is given, and is no host after " + DurationText.format(timeout));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return granted;
    }

    private static ShellCommand add(GrantedHost granted) {
        ShellCommand command = new ShellCommand("parallax", "host").argument("add");
        granted.labels().forEach((label, value) -> command.option("--label", label + "=" + value));
        return command.option("--to", granted.host()).argument(granted.host());
    }

    private String again(String verb) {
        ShellCommand command = new ShellCommand("parallax", "host").argument(verb);
        underclouds.addTo(command);
        if (verb.equals("request")) {
            labels.forEach((label, value) -> command.option("--label", label + "=" + value));
            Optional.ofNullable(cpu).ifPresent(amount -> command.option("--cpu", amount));
            Optional.ofNullable(memory).ifPresent(amount -> command.option("--memory", amount));
        }
        return backends.command(command, name);
    }
}
