package dev.parallax.cli;

import dev.parallax.SystemTime;
import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.selection.Selection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = {
            "Show what happened to an application, as far back as its orchestrator remembers: replicas that came and went, steps, failures.",
            "Of one role, also to its replicas, or one replica where that is named. A Kubernetes cluster tells it in its own words and forgets it after an hour, unless it is set otherwise; of a fleet the last 100 are kept."
                    + " With -o json, one document a line."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax events --lab puppet-consul keystone",
            "  parallax events --lab puppet-consul keystone keystone/keystone-1",
            "  parallax events --follow --lab kubernetes keystone",
            "  parallax events --backend kubernetes --warnings --since 10m -o json shop | jq .text"
        })
final class EventsCommand extends Action {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final String LINE = "%-20s  %-7s  %-30s  %s%n";

    @Mixin
    ApplicationPart part = new ApplicationPart();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens from now on, until Ctrl-C.")
    boolean follow;

    @Mixin
    SinceOption since = new SinceOption();

    @Option(names = "--warnings", description = "Only what somebody may have to see to.")
    boolean warnings;

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    EventsCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        Optional<Duration> newer = since.wanted();
        Selection selection = part.wanted();
        String name = part.name();
        try (Backend backend = backends.open(invocation)) {
            List<ApplicationEvent> first = first(backend, name, selection);
            if (!output.json()) {
                invocation.out().printf(LINE, "TIME", "TYPE", "OBJECT", "EVENT");
            }
            Set<ApplicationEvent> told = tell(invocation, first, selection, newer, Set.of());
            if (follow) {
                invocation.runUntilInterrupted();
            }
            // Orchestrators tell of no new event by themselves.
            while (follow && !invocation.out().checkError()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
                told = tell(invocation, backend.events(name), selection, newer, told);
            }
        }
        return ExitStatus.DONE;
    }

    /** A role or a replica that is no more may still be told of. */
    private static List<ApplicationEvent> first(Backend backend, String name, Selection selection) {
        ApplicationStatus status = Deployed.status(backend, name);
        List<ApplicationEvent> events = backend.events(name);
        if (events.stream().noneMatch(selection::has)) {
            selection.check(Deployed.definition(backend, name), status);
        }
        return events;
    }

    /** Prints the events that were not told before; all of them. */
    private Set<ApplicationEvent> tell(
            Invocation invocation,
            List<ApplicationEvent> events,
            Selection selection,
            Optional<Duration> newer,
            Set<ApplicationEvent> told) {
        Instant oldest = newer.map(SystemTime.clock().instant()::minus).orElse(Instant.MIN);
        for (ApplicationEvent event : events) {
            if (selection.has(event)
                    && !told.contains(event)
                    && !event.at().isBefore(oldest)
                    && (event.warning() || !warnings)) {
                print(invocation, event);
            }
        }
        invocation.out().flush();
        return new HashSet<>(events);
    }

    private void print(Invocation invocation, ApplicationEvent event) {
        if (output.json()) {
            invocation.out().println(OutputOptions.line(event));
        } else {
            invocation
                    .out()
                    .printf(
                            LINE,
                            event.at().truncatedTo(ChronoUnit.SECONDS),
                            event.warning() ? "Warning" : "Normal",
                            event.object(),
                            event.text());
        }
    }
}
