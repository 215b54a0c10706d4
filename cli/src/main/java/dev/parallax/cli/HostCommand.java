package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "host",
        description = {
            "The hosts that replicas run on: list them, make one, show one's settings, keep new replicas off one, empty one, remove one.",
            "Machines for hosts are asked for by a name, and given back by it.",
            "On Kubernetes hosts are its nodes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax host list --lab kubernetes",
            "  parallax host drain --lab puppet-consul pc-host2",
            "  parallax host uncordon --lab puppet-consul pc-host2",
            "  parallax host remove --backend puppet-consul --consul https://consul:8501 web7"
        })
final class HostCommand extends CommandGroup {
    static List<Object> commands(Invocation invocation) {
        return List.of(
                new Listing(invocation),
                new HostAddCommand(invocation),
                new Settings(invocation),
                new Cordon(invocation),
                new Uncordon(invocation),
                new Drain(invocation),
                new HostRemoveCommand(invocation),
                new HostRequestCommand(invocation),
                new HostGiveBackCommand(invocation));
    }

    private abstract static class HostAction extends Action {
        @Mixin
        BackendOptions backends = new BackendOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        HostAction(Invocation invocation) {
            super(invocation);
        }

        void print(HostStatus host, String line, Invocation invocation) {
            if (output.json()) {
                OutputOptions.write(invocation, host);
            } else {
                invocation.out().println(line);
            }
        }
    }

    /** What is done to one host. */
    private abstract static class OneHost extends HostAction {
        @Parameters(paramLabel = "HOST", description = "The host, by the name that `parallax host list` shows.")
        String host = "";

        OneHost(Invocation invocation) {
            super(invocation);
        }

        static HostStatus status(Backend backend, String host) {
            return backend.hosts().stream()
                    .filter(found -> found.name().equals(host))
                    .findFirst()
                    .orElseThrow(
                            () -> new BackendException(backend.name() + ": host " + host + " is not there any more"));
        }
    }

    @Command(
            name = "list",
            description = "List the hosts, and the replicas of any application on each.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax host list --lab puppet-consul",
                "  parallax host list --backend kubernetes -o json | jq '.[].name'"
            })
    static final class Listing extends HostAction {
        Listing(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            List<HostStatus> hosts;
            try (Backend backend = backends.open(invocation)) {
                hosts = backend.hosts();
            }
            if (output.json()) {
                OutputOptions.write(invocation, hosts);
            } else {
                table(hosts, invocation.out());
            }
            return ExitStatus.DONE;
        }

        static void table(List<HostStatus> hosts, PrintWriter out) {
            Table table = new Table("HOST", "ADDRESS", "STATE", "REPLICAS");
            hosts.forEach(host -> table.row(
                    host.name(),
                    host.address().orElse("-"),
                    (host.alive() ? host.trouble().map(Listing::brief).orElse("ready") : "lost")
                            + (host.cordoned() ? ",cordoned" : ""),
                    host.replicas().isEmpty()
                            ? "-"
                            : host.replicas().stream()
                                    .map(replica -> replica.application() + "/" + replica.replica())
                                    .collect(Collectors.joining(" "))));
            table.print(out, "");
            hosts.stream().filter(HostStatus::alive).forEach(host -> host.trouble()
                    .filter(text -> !brief(text).equals(text))
                    .ifPresent(text -> out.println(Words.printable(host.name() + ": " + text))));
        }

        /** What a table has room for. */
        private static String brief(String trouble) {
            int colon = trouble.indexOf(": ");
            return colon < 0 ? trouble : trouble.substring(0, colon);
        }
    }

    @Command(
            name = "settings",
            description = {
                "The settings of a fleet's host, each with its value there and where that comes from.",
                "That is a file of your own below /etc/parallax/data, the controller, or the module's default.",
                "They are those of its last run whose data could be read; of a later one that failed it says why."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax host settings --lab puppet-consul pc-host2",
                "  parallax host settings --backend puppet-consul --consul https://consul:8501 -o json web7"
            })
    static final class Settings extends OneHost {
        Settings(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            HostStatus found;
            try (Backend backend = backends.open(invocation)) {
                List<HostStatus> hosts = backend.hosts();
                found = hosts.stream()
                        .filter(candidate -> candidate.name().equals(host))
                        .findFirst()
                        .orElseThrow(() -> new BackendException(backend.name() + ": "
                                + UsageErrors.noSuch(
                                        "host",
                                        host,
                                        hosts.stream().map(HostStatus::name).toList())));
                if (found.settings().isEmpty()) {
                    throw new BackendException(backend.name() + ": " + host
                            + " has told no settings; only a fleet's host does, when it was told anything");
                }
            }
            if (output.json()) {
                OutputOptions.write(invocation, found.settings());
            } else {
                table(found, invocation.out());
            }
            return ExitStatus.DONE;
        }

        static void table(HostStatus host, PrintWriter out) {
            Table table = new Table("SETTING", "VALUE", "FROM");
            host.settings().forEach(setting -> table.row(setting.name(), setting.value(), setting.from()));
            table.print(out, "");
            host.trouble().ifPresent(text -> out.println(Words.printable(host.name() + ": " + text)));
        }
    }

    @Command(
            name = "cordon",
            description = "Have no replica newly placed on a host. Those that are there stay.",
            footerHeading = "%nExamples:%n",
            footer = "  parallax host cordon --lab puppet-consul pc-host2")
    static final class Cordon extends OneHost {
        Cordon(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            try (Backend backend = backends.open(invocation)) {
                backend.cordon(host);
                print(status(backend, host), host + " is cordoned", invocation);
            }
            return ExitStatus.DONE;
        }
    }

    @Command(
            name = "uncordon",
            description = "Let replicas be placed on a host again. Nothing moves back by itself.",
            footerHeading = "%nExamples:%n",
            footer = "  parallax host uncordon --lab puppet-consul pc-host2")
    static final class Uncordon extends OneHost {
        Uncordon(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            try (Backend backend = backends.open(invocation)) {
                backend.uncordon(host);
                print(status(backend, host), host + " takes replicas again", invocation);
            }
            return ExitStatus.DONE;
        }
    }

    @Command(
            name = "drain",
            description = {
                "Cordon a host and have others take the place of its replicas elsewhere.",
                "Of each role no more are missing at a time than its policy allows. Replicas with kept storage stay, where their data is.",
                "Ended on the way, the host stays cordoned; draining it again goes on."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax host drain --lab puppet-consul pc-host2",
                "  parallax host drain --backend kubernetes --timeout 15m worker-7"
            })
    static final class Drain extends OneHost {
        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                defaultValue = "5m",
                description = "How long it may take (default: ${DEFAULT-VALUE}); longer is exit status 3.")
        Duration timeout = Duration.ofMinutes(5);

        Drain(Invocation invocation) {
            super(invocation);
        }

        @Override
        @SuppressWarnings("try")
        int run(Invocation invocation) throws IOException, InterruptedException {
            try (Backend backend = backends.open(invocation);
                    ProgressDisplay progress = invocation.progress();
                    TroubleWatch troubles = TroubleWatch.begin(backend, progress::note)) {
                invocation.ifCutShort(host + " stays cordoned, and replicas that are on their way go on: "
                        + backends.command(new ShellCommand("parallax", "host").argument("drain"), host)
                        + " goes on from there, "
                        + backends.command(new ShellCommand("parallax", "host").argument("uncordon"), host)
                        + " lets it take replicas again");
                HostStatus drained = progress.attempt(
                        "Draining " + host + " on " + backend.name(), () -> backend.drain(host, timeout));
                print(drained, host + " is drained" + stays(drained), invocation);
            }
            return ExitStatus.DONE;
        }

        private static String stays(HostStatus host) {
            return host.replicas().isEmpty()
                    ? ""
                    : " but for "
                            + host.replicas().stream().map(Resident::toString).collect(Collectors.joining(", "))
                            + ": their kept storage is there";
        }
    }
}
