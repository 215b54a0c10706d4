package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.Revision;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = {
            "Run a command in a component of a replica, with its files, its user and its environment, and wait for its end.",
            "What it writes comes when it has ended, at most 1 MiB; it has no input and no terminal. Exit status: the command's own; that 1, 2, 3"
                    + " or 5 are Parallax' is said by a line on standard error that begins with `parallax exec:`."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax exec --lab kubernetes -c api keystone keystone -- keystone-manage --version",
            "  parallax exec --lab puppet-consul keystone db -- sh -c 'du -sh /var/lib/keystone-db'",
            "  parallax exec --backend kubernetes --timeout 5m shop web/web-1 -- /usr/bin/reindex --all"
        })
final class ExecCommand extends Action {
    @Parameters(
            index = "0",
            paramLabel = "APPLICATION",
            description = "The application's name, or the file of its definition.")
    String application = "";

    @Parameters(
            index = "1",
            paramLabel = "ROLE[/REPLICA]",
            description =
                    "One replica by the name that `status` shows, or a role: then the first of its replicas that is ready.")
    String replica = "";

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The command and its arguments, after --.")
    List<String> command = List.of();

    @Option(
            names = {"-c", "--component"},
            paramLabel = "NAME",
            description = "The component; needed where the role has several.")
    @Nullable
    String component;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How long the command may take (default: ${DEFAULT-VALUE}); longer is exit status 3.")
    Duration timeout = Duration.ofMinutes(1);

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    ExecCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        ReplicaPath path = ReplicaPath.parse(replica);
        String name = Definitions.name(application);
        CommandResult result;
        try (Backend backend = backends.open(invocation)) {
            ApplicationStatus status = Deployed.status(backend, name);
            result = backend.exec(name, replica(status, path), component(backend, name, path.role()), command, timeout);
        }
        if (output.json()) {
            OutputOptions.write(invocation, result);
        } else {
            invocation.out().print(result.out());
            invocation.out().flush();
            invocation.err().print(result.err());
            invocation.err().flush();
        }
        return result.exitStatus();
    }

    private static String replica(ApplicationStatus status, ReplicaPath path) {
        RoleStatus found = status.roles().get(path.role());
        if (found == null) {
            throw new BackendException(UsageErrors.noSuch(
                    "role", path.role(), List.copyOf(status.roles().keySet())));
        }
        if (path.replica().isPresent()) {
            String wanted = path.replica().get();
            List<String> names =
                    found.replicas().stream().map(ReplicaStatus::name).toList();
            if (!names.contains(wanted)) {
                throw new BackendException(UsageErrors.noSuch("replica", wanted, names));
            }
            return wanted;
        }
        return found.replicas().stream()
                .filter(candidate -> candidate.state() == ReplicaState.READY)
                .map(ReplicaStatus::name)
                .findFirst()
                .orElseThrow(() -> new BackendException("no replica of role '" + path.role() + "' is ready; name one"));
    }

    private String component(Backend backend, String name, String role) {
        if (component != null) {
            return component;
        }
        Set<String> components = Revision.present(backend.history(name))
                .map(present -> present.roles().get(role))
                .map(definition -> definition.components().keySet())
                .orElse(Set.of());
        if (components.size() != 1) {
            throw new UsageException("role '" + role + "' has the components " + String.join(", ", components)
                    + "; name one with --component");
        }
        return components.iterator().next();
    }
}
