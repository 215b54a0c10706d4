package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.undercloud.GrantedHost;
import dev.parallax.undercloud.HostProvider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "give-back",
        description = {
            "Give a machine back that `host request` had given. One that is still a host is refused: remove it first.",
            "What is on the machine is lost. Giving back what is not given succeeds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax host give-back --lab puppet-consul --undercloud lab spare1",
            "  parallax host give-back --backend puppet-consul --consul https://consul:8501 --undercloud inventory --set file=machines.yaml spare1"
        })
final class HostGiveBackCommand extends Action {
    @Parameters(paramLabel = "NAME", description = "Of the request.")
    String name = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    UndercloudOptions underclouds = new UndercloudOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    HostGiveBackCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        List<GrantedHost> granted;
        boolean wasGiven;
        try (Backend backend = backends.open(invocation);
                HostProvider provider = underclouds.open();
                ProgressDisplay progress = invocation.progress()) {
            granted = provider.granted();
            refuseHost(backend, granted);
            invocation.ifCutShort("giving it back again goes on from there");
            wasGiven = progress.attempt(
                    "Giving " + name + " back to " + underclouds.undercloud, () -> provider.giveBack(name));
        }
        if (output.json()) {
            OutputOptions.write(invocation, new GivenBack(name, wasGiven));
        } else {
            invocation
                    .out()
                    .println(
                            wasGiven
                                    ? "gave " + name + " back"
                                    : UsageErrors.noSuch(
                                                    "request",
                                                    name,
                                                    granted.stream()
                                                            .map(GrantedHost::name)
                                                            .toList())
                                            + "; nothing was given back");
        }
        return ExitStatus.DONE;
    }

    private void refuseHost(Backend backend, List<GrantedHost> granted) {
        Optional<GrantedHost> found =
                granted.stream().filter(each -> each.name().equals(name)).findFirst();
        found.flatMap(each -> backend.hosts().stream()
                        .filter(host -> host.name().equals(each.host()))
                        .findFirst())
                .ifPresent(host -> {
                    String remove =
                            backends.command(new ShellCommand("parallax", "host").argument("remove"), host.name());
                    throw new BackendException(host.name() + " is still a host of " + backend.name()
                            + (host.replicas().isEmpty()
                                    ? ""
                                    : ", and carries " + host.replicas().size() + " replicas: "
                                            + backends.command(
                                                    new ShellCommand("parallax", "host").argument("drain"), host.name())
                                            + " moves them")
                            + "; " + remove + " takes it out");
                });
    }

    /** The result for a script. */
    record GivenBack(String name, boolean wasGiven) {}
}
