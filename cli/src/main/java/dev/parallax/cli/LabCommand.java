package dev.parallax.cli;

import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Profiles;
import dev.parallax.lab.Side;
import dev.parallax.lab.SideStatus;
import dev.parallax.lab.SideStatus.State;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "lab",
        description = "The two real clusters out of containers on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  parallax lab up", "  parallax lab status", "  parallax lab down"})
final class LabCommand extends CommandGroup {
    static List<Object> commands(Invocation invocation) {
        return List.of(new Up(invocation), new Status(invocation), new Down(invocation), new Shell(invocation));
    }

    /** A command about the lab, which is open while it runs. */
    private abstract static class LabAction extends Action {
        LabAction(Invocation invocation) {
            super(invocation);
        }

        LabSettings settings() {
            return LabSettings.defaults();
        }

        @Override
        final int run(Invocation invocation) throws InterruptedException {
            try (ProgressDisplay progress = invocation.progress();
                    Lab lab = Lab.open(settings().with(progress))) {
                return run(lab, progress, invocation);
            }
        }

        /** Does it and returns the {@link ExitStatus}. */
        abstract int run(Lab lab, ProgressDisplay progress, Invocation invocation) throws InterruptedException;
    }

    /** The sides a command is about. */
    static final class Sides {
        @Parameters(paramLabel = "SIDE", arity = "0..*", description = "kubernetes, puppet-consul (default: both).")
        List<String> names = List.of();

        boolean isNamed() {
            return !names.isEmpty();
        }

        /** Converted here, since picocli takes what it cannot convert of a list for arguments that belong to nobody. */
        List<Side> orBoth() {
            return isNamed() ? names.stream().map(Sides::side).toList() : List.of(Side.values());
        }

        private static Side side(String name) {
            try {
                return new SideConverter().convert(name);
            } catch (TypeConversionException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(
            name = "up",
            description = {
                "Bring the clusters up, with all that takes: packages (as root on Debian or Ubuntu), Docker, binaries, images.",
                "What is up already stays as it is; what an interrupted run left is picked up.",
                "Refuses while another process, such as a comparison, uses a side."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax lab up",
                "  parallax lab up kubernetes --profile default",
                "  parallax lab up puppet-consul --profile classic"
            })
    static final class Up extends LabAction {
        @Mixin
        Sides sides = new Sides();

        @Option(
                names = "--profile",
                paramLabel = "NAME",
                description = {
                    "By which timers: Kubernetes' are tuned or default, as nobody set them; the fleet's reconciled or classic, as a fleet is run"
                            + " that Puppet visits once a minute. One of each side, separated by commas (default: tuned,reconciled).",
                    "classic+SETTING=DURATION changes one: poll, check, render, replace or forced."
                })
        Profiles profile = Profiles.SHORTEST;

        Up(Invocation invocation) {
            super(invocation);
        }

        @Override
        LabSettings settings() {
            return super.settings().with(profile);
        }

        @Override
        int run(Lab lab, ProgressDisplay progress, Invocation invocation) throws InterruptedException {
            List<Side> wanted = sides.orBoth();
            invocation.putInOrderWhenInterrupted();
            invocation.ifCutShort(
                    "what was started runs on: `parallax lab status` shows it, `parallax lab up` goes on from here,"
                            + " `parallax lab down` removes what there is");
            LabMachine.prepare(progress);
            lab.up(wanted);
            return ExitStatus.DONE;
        }
    }

    @Command(
            name = "status",
            description = "Show what there is of the clusters. Exit status 1 if a side that was named is not up.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax lab status",
                "  parallax lab status -o json | jq -r '.[] | select(.state==\"UP\").side'"
            })
    static final class Status extends LabAction {
        @Mixin
        Sides sides = new Sides();

        @Mixin
        OutputOptions output = new OutputOptions();

        Status(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Lab lab, ProgressDisplay progress, Invocation invocation) {
            List<Side> wanted = sides.orBoth();
            List<SideStatus> status = lab.status().stream()
                    .filter(side -> wanted.contains(side.side()))
                    .toList();
            if (output.json()) {
                OutputOptions.write(invocation, status);
            } else {
                status.forEach(side -> print(side, invocation));
            }
            boolean up = status.stream().allMatch(side -> side.state() == State.UP);
            return up || !sides.isNamed() ? ExitStatus.DONE : ExitStatus.FAILED;
        }

        static void print(SideStatus side, Invocation invocation) {
            PrintWriter out = invocation.out();
            String style = side.state() == State.UP ? "bold,green" : "bold,yellow";
            out.println(side.side().id() + ": " + invocation.terminal().styled(style, Words.of(side.state())));
            side.details().forEach((name, value) -> out.println("  " + name + ": " + value));
            if (!side.hosts().isEmpty()) {
                Table table = new Table("HOST", "ADDRESS", "STATE", "READY");
                side.hosts()
                        .forEach(host -> table.row(
                                host.name(),
                                host.address(),
                                Words.of(host.state()) + (host.cordoned() ? ",cordoned" : ""),
                                host.ready() ? "yes" : "no"));
                table.print(out, "  ");
            }
        }
    }

    @Command(
            name = "down",
            description = {
                "Remove the clusters with every container, network, volume, route and process of theirs.",
                "Caches stay: the next `lab up` is quick.",
                "Refuses while another process, such as a comparison, uses a side."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  parallax lab down", "  parallax lab down puppet-consul"})
    static final class Down extends LabAction {
        @Mixin
        Sides sides = new Sides();

        Down(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Lab lab, ProgressDisplay progress, Invocation invocation) {
            List<Side> wanted = sides.orBoth();
            invocation.putInOrderWhenInterrupted();
            invocation.ifCutShort("`parallax lab down` removes the rest");
            lab.down(wanted);
            return ExitStatus.DONE;
        }
    }

    @Command(
            name = "shell",
            description = "Open a shell on a host of the lab, or run one command there. Exit status is the command's.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax lab shell k8s-control",
                "  parallax lab shell pc-host1 -- journalctl -u parallax-haproxy -n 20",
                "  parallax lab shell k8s-control -- kubectl get pods -A"
            })
    static final class Shell extends LabAction {
        @Parameters(
                index = "0",
                paramLabel = "HOST",
                arity = "0..1",
                description = "One of ${COMPLETION-CANDIDATES}.",
                completionCandidates = HostNames.class)
        String host = "";

        @Parameters(
                index = "1..*",
                paramLabel = "COMMAND",
                arity = "0..*",
                description = "After --: what to run (default: a shell).")
        List<String> command = List.of();

        Shell(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Lab lab, ProgressDisplay progress, Invocation invocation) throws InterruptedException {
            List<String> hosts = Lab.hostNames();
            if (host.isEmpty()) {
                throw new UsageException("no host is named; there are " + String.join(", ", hosts));
            }
            if (!hosts.contains(host)) {
                throw new UsageException(UsageErrors.noSuch("host", host, hosts));
            }
            invocation.flush();
            return lab.shell(host, command);
        }

        /** For the help page. */
        static final class HostNames extends ArrayList<String> {
            private static final long serialVersionUID = 1L;

            HostNames() {
                super(Lab.hostNames());
            }
        }
    }
}
