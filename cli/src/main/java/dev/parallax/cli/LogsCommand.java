package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.LogQuery;
import dev.parallax.selection.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description = {
            "Show what the components of an application's replicas wrote to their standard output and error.",
            "Of several replicas or components, each line says whose it is. With -o json, one document a line."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax logs --lab kubernetes keystone keystone",
            "  parallax logs --lab puppet-consul --component api --since 10m keystone keystone/keystone-1",
            "  parallax logs --backend kubernetes --follow --timestamps keystone",
            "  parallax logs --lab puppet-consul --tail 100 -o json keystone | jq '.text'"
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

    private LogQuery query(String name) {
        if (tail != null && tail < ALL) {
            throw new UsageException("--tail: " + tail + " is no number of lines; -1 is all");
        }
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
