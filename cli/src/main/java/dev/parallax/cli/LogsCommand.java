package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.StepOutput;
import dev.parallax.selection.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description = {
            "Show what the components of an application's replicas wrote to their standard output and error.",
            "Of several replicas or components, each line says whose it is. With -o json, one document a line.",
            "With --step, what the last attempt at that step wrote, whatever became of it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax logs --lab kubernetes keystone keystone",
            "  parallax logs --lab puppet-consul --component api --since 10m keystone keystone/keystone-1",
            "  parallax logs --backend kubernetes --follow --timestamps keystone",
            "  parallax logs --lab puppet-consul --tail 100 -o json keystone | jq '.text'",
            "  parallax logs --lab kubernetes --step db-sync keystone"
        })
final class LogsCommand extends Action {
    private static final int TAIL_OF_SEVERAL = 10;
    private static final int ALL = -1;

    @Mixin
    ApplicationPart part = new ApplicationPart();

    @Mixin
    ComponentOption component = new ComponentOption();

    @Option(
            names = {"-f", "--follow"},
            description = "Show new lines as they are written, also of replicas that are made meanwhile, until Ctrl-C.")
    boolean follow;

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            description =
                    "The last lines of each component; -1 is all (default: all of a replica that is named, otherwise 10).")
    @Nullable
    Integer tail;

    @Mixin
    SinceOption since = new SinceOption();

    @Option(names = "--timestamps", description = "Begin each line with its time, in UTC.")
    boolean timestamps;

    @Option(
            names = "--prefix",
            description = "Begin each line with replica and component, also where there is but one.")
    boolean prefix;

    @Option(names = "--no-prefix", description = "Do not begin lines with replica and component.")
    boolean noPrefix;

    @Option(
            names = "--step",
            paramLabel = "NAME",
            description =
                    "What the last attempt at this step wrote, as far as it is kept, instead of what replicas write.")
    @Nullable
    String step;

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    LogsCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        String name = part.name();
        if (step != null) {
            return tellOf(name, step, invocation);
        }
        LogQuery query = query(name);
        try (Backend backend = backends.open(invocation)) {
            Deployed.require(backend, name);
            LogText text = new LogText(invocation, output.json(), timestamps, prefixed(query));
            if (follow) {
                invocation.runUntilInterrupted();
            }
            backend.logs(query, text::print);
        } catch (LogText.ClosedException e) {
            // Whoever read it has read enough, as with `| head`.
            return ExitStatus.DONE;
        }
        return ExitStatus.DONE;
    }

    private int tellOf(String name, String wanted, Invocation invocation) throws IOException {
        requireTail();
        Selection selection = part.wanted(component.wanted());
        boolean ofReplicas = selection.role().isPresent()
                || selection.component().isPresent()
                || follow
                || since.wanted().isPresent()
                || timestamps
                || prefix;
        if (ofReplicas) {
            throw new UsageException(
                    "--step shows what is kept of a step's last attempt: of the other options, --tail and -o alone go with it, and no role");
        }
        try (Backend backend = backends.open(invocation)) {
            Deployed.require(backend, name);
            StepOutput found = backend.stepOutput(name, wanted);
            if (found.text().isEmpty()) {
                invocation
                        .err()
                        .println(
                                "step '" + wanted + "': " + found.state().name().toLowerCase(Locale.ROOT)
                                        + ", and nothing that it wrote is kept");
            }
            List<String> lines = found.text().map(text -> text.lines().toList()).orElse(List.of());
            int skipped = tail == null || tail == ALL ? 0 : Math.max(0, lines.size() - tail);
            lines.stream()
                    .skip(skipped)
                    .map(line -> output.json() ? OutputOptions.line(new StepLine(wanted, line)) : line)
                    .forEach(invocation.out()::println);
        }
        return ExitStatus.DONE;
    }

    /** As it is written for a script. */
    private record StepLine(String step, String text) {}

    private void requireTail() {
        if (tail != null && tail < ALL) {
            throw new UsageException("--tail: " + tail + " is no number of lines; -1 is all");
        }
    }

    private LogQuery query(String name) {
        requireTail();
        if (prefix && noPrefix) {
            throw new UsageException("--prefix and --no-prefix exclude each other");
        }
        Optional<Duration> newer = since.wanted();
        Selection selection = part.wanted(component.wanted());
        LogQuery.Builder query = LogQuery.builder()
                .application(name)
                .role(selection.role())
                .replica(selection.replica())
                .component(selection.component())
                .since(newer)
                .follow(follow);
        if (tail == null) {
            boolean one = selection.replica().isPresent();
            return query.tail(one || newer.isPresent() ? Optional.empty() : Optional.of(TAIL_OF_SEVERAL))
                    .build();
        }
        return query.tail(tail == ALL ? Optional.empty() : Optional.of(tail)).build();
    }

    private boolean prefixed(LogQuery query) {
        return prefix
                || (!noPrefix && (query.replica().isEmpty() || query.component().isEmpty()));
    }
}
