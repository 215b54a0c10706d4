package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.LogQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(
            index = "0",
            paramLabel = "APPLICATION",
            description = "The application's name, or the file of its definition.")
    String application = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ROLE[/REPLICA]",
            description = "One role, or one replica of it by the name that `status` shows; otherwise all of them.")
    @Nullable
    String replicas;

    @Option(
            names = {"-c", "--component"},
            paramLabel = "NAME",
            description = "One component; otherwise all of them.")
    @Nullable
    String component;

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
        String name = Definitions.name(application);
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
        LogQuery.Builder query = LogQuery.builder()
                .application(name)
                .component(Optional.ofNullable(component))
                .since(newer)
                .follow(follow);
        boolean one = false;
        if (replicas != null) {
            ReplicaPath path = ReplicaPath.parse(replicas);
            one = path.replica().isPresent();
            query.role(path.role()).replica(path.replica());
        }
        if (tail == null) {
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
