package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.Rollout;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollout",
        description = {
            "Follow the rollout of an application, hold it, let it go on, or give it up.",
            "What kubectl calls rollout history and rollout undo is `parallax history` and `parallax rollback`."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax rollout status --lab kubernetes keystone",
            "  parallax rollout pause --lab kubernetes keystone",
            "  parallax rollout resume --lab kubernetes keystone",
            "  parallax rollout abort --lab puppet-consul keystone"
        })
final class RolloutCommand extends CommandGroup {
    static List<Object> commands(Invocation invocation) {
        return List.of(new Status(invocation), new Pause(invocation), new Resume(invocation), new Abort(invocation));
    }

    @Command(
            name = "pause",
            description = {
                "Hold a rollout where it is: a replica on its way arrives, and no other is changed until `rollout resume`.",
                "When nothing is under way the next change is held. Lost replicas are replaced, and counts changed, all the same."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax rollout pause --lab puppet-consul keystone",
                "  parallax rollout pause --backend kubernetes -o json keystone | jq '.rollout.paused'"
            })
    static final class Pause extends Action {
        @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
        String application = "";

        @Mixin
        BackendOptions backends = new BackendOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        Pause(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            String name = Definitions.name(application);
            ApplicationStatus status;
            try (Backend backend = backends.open(invocation)) {
                Deployed.require(backend, name);
                backend.pause(name);
                status = backend.observe(name)
                        .orElseThrow(() -> new BackendException("application " + name + " was deleted meanwhile"));
            }
            if (output.json()) {
                OutputOptions.write(invocation, status);
            } else {
                String what = status.rollout().isHeld()
                        ? "the rollout of revision " + status.revision() + " is held"
                        : "nothing is under way, the next change is held";
                ShellCommand resume = new ShellCommand("parallax", "rollout").argument("resume");
                invocation
                        .out()
                        .println(name + " is paused: " + what + "; " + backends.command(resume, name)
                                + " lets it go on");
            }
            return ExitStatus.DONE;
        }
    }

    /** A command that leaves a rollout going on. */
    private abstract static class Onward extends Action {
        @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
        String application = "";

        @Mixin
        BackendOptions backends = new BackendOptions();

        @Mixin
        RolloutOptions rollouts = new RolloutOptions();

        private final String verb;
        private final String task;
        private final BiFunction<Backend, String, Rollout> order;

        Onward(Invocation invocation, String verb, String task, BiFunction<Backend, String, Rollout> order) {
            super(invocation);
            this.verb = verb;
            this.task = task;
            this.order = order;
        }

        @Override
        final int run(Invocation invocation) throws IOException, InterruptedException {
            String name = Definitions.name(application);
            try (Backend backend = backends.open(invocation)) {
                Deployed.require(backend, name);
                rollouts.run(
                        invocation,
                        backends,
                        backend,
                        task + " " + name + " on " + backend.name(),
                        backends.command(new ShellCommand("parallax", "rollout").argument(verb), name),
                        () -> order.apply(backend, name));
            }
            return ExitStatus.DONE;
        }
    }

    @Command(
            name = "status",
            description = {
                "Follow the rollout of what is wanted now until it is ready, whoever began it and from whatever process.",
                "Status 1 when it failed, 3 when it is not ready in time. With --no-wait, how it stands."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax rollout status --lab puppet-consul keystone",
                "  parallax rollout status --backend kubernetes --timeout 10m keystone",
                "  parallax rollout status --backend kubernetes --no-wait -o json keystone | jq '.rollout.state'"
            })
    static final class Status extends Onward {
        Status(Invocation invocation) {
            super(invocation, "status", "Following the rollout of", Backend::rollout);
        }
    }

    @Command(
            name = "resume",
            description = {
                "Let what `rollout pause` holds go on, and wait until it is ready.",
                "Of an application that is not paused it changes nothing."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax rollout resume --lab puppet-consul keystone",
                "  parallax rollout resume --backend kubernetes --timeout 10m keystone"
            })
    static final class Resume extends Onward {
        Resume(Invocation invocation) {
            super(invocation, "resume", "Resuming", Backend::resume);
        }
    }

    @Command(
            name = "abort",
            description = {
                "Give up the rollout that is under way: apply the definition of the last revision that was ready, as a new one.",
                "A pause ends with what it held. When nothing is under way it changes nothing; `rollback` goes back from there."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax rollout abort --lab puppet-consul keystone",
                "  parallax rollout abort --backend kubernetes --no-wait keystone"
            })
    static final class Abort extends Onward {
        Abort(Invocation invocation) {
            super(invocation, "abort", "Giving up the rollout of", Backend::abort);
        }
    }
}
