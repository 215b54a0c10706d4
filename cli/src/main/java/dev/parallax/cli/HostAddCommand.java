package dev.parallax.cli;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.host.HostFile;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Write down what makes a machine with a Consul agent a host of a fleet, and say what to do with it.",
            "Nothing is sent anywhere. A cluster of Kubernetes takes up nodes by its own means."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax host add web1 --label rack=a --memory 8Gi --to web1",
            "  parallax host add edge1 --edge eth0 --agent-ca /etc/consul/ca.pem --to edge1"
        })
final class HostAddCommand extends Action {
    private static final String ROOT = "root";

    @Parameters(paramLabel = "HOST", description = "The name that the host's Consul agent has as a node.")
    String host = "";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description =
                    "The folder to write to, new, empty or of an earlier run; what that left there is replaced, unless"
                            + " it was changed by hand.")
    Path to = Path.of("");

    @Option(
            names = RenderedFolder.FORCE,
            description = "Replace files of an earlier run that were changed by hand as well, and write to any folder.")
    boolean force;

    @Option(
            names = "--label",
            paramLabel = "LABEL=VALUE",
            description = "What roles are pinned to and spread over; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(
            names = "--cpu",
            paramLabel = "AMOUNT",
            description = "What replicas may use of it together, such as 2 or 500m (default: not counted).")
    @Nullable
    String cpu;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "What replicas may use of it together, such as 8Gi (default: not counted).")
    @Nullable
    String memory;

    @Option(
            names = "--edge",
            paramLabel = "INTERFACE",
            description = "Make it one of those that keep public addresses, on this network interface.")
    @Nullable
    String edge;

    @Option(
            names = "--agent",
            paramLabel = "URL",
            description = "Where its Consul agent listens, seen from the host (default: ${DEFAULT-VALUE}).")
    String agent = Enrolment.Agent.USUAL.url();

    @Option(
            names = "--agent-ca",
            paramLabel = "FILE",
            description = "On the host, the authority of the agent's certificate (default: ${DEFAULT-VALUE}).")
    String ca = Enrolment.Agent.USUAL.ca();

    @Option(
            names = "--agent-token-file",
            paramLabel = "FILE",
            description = "On the host, the file with its token (default: ${DEFAULT-VALUE}).")
    String tokenFile = Enrolment.Agent.USUAL.tokenFile();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "How the fleet is run: reconciled or classic (default: ${DEFAULT-VALUE}).")
    String profile = FleetProfile.RECONCILED.name();

    @Mixin
    OutputOptions output = new OutputOptions();

    HostAddCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        RenderedFolder.requireFolder(to);
        RenderedFolder folder = RenderedFolder.of(to);
        Enrolment enrolment = enrolment();
        SortedMap<String, HostFile> files = enrolment.files();
        SortedMap<String, String> texts = new TreeMap<>();
        files.forEach((path, file) -> texts.put(ROOT + path, file.text()));
        texts.put("policy.hcl", ConsulPolicies.host(host));
        List<String> written = folder.write(texts, RenderedFolder.Changed.when(force));
        for (Map.Entry<String, HostFile> file : files.entrySet()) {
            Files.setPosixFilePermissions(
                    to.resolve(ROOT + file.getKey()),
                    PosixFilePermissions.fromString(file.getValue().executable() ? "rwxr-xr-x" : "rw-r--r--"));
        }
        if (output.json()) {
            OutputOptions.write(invocation, Map.of("files", written));
        } else {
            invocation.out().print(whatToDo(enrolment.units()));
        }
        return ExitStatus.DONE;
    }

    private Enrolment enrolment() {
        try {
            return new Enrolment(
                    host,
                    new Enrolment.Agent(agent, ca, tokenFile),
                    labels,
                    parsed("--cpu", cpu, Cpu::parse),
                    parsed("--memory", memory, ByteSize::parse),
                    Optional.ofNullable(edge),
                    FleetProfile.of(profile));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    static <T> Optional<T> parsed(String option, @Nullable String text, Function<String, T> parser) {
        try {
            return Optional.ofNullable(text).map(parser);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private String whatToDo(List<String> started) {
        String units = String.join(
                " ", started.stream().map(unit -> unit.replace(".service", "")).toList());
        return """
                %1$s is written down in %2$s. To make it a host:
                  1. Give it a token by the rules of policy.hcl, in %3$s there:
                       consul acl policy create -name parallax-%1$s -rules @%2$s/policy.hcl
                       consul acl token create -policy-name parallax-%1$s
                  2. On the host: apt-get install %4$s
                  3. Copy the files: rsync -a --chown=root:root %2$s/root/ root@%1$s:/
                  4. Have its agent read %5$s, too (-config-dir), and that token as its own; then, on the host:
                       systemctl daemon-reload && systemctl restart consul && systemctl enable --now %6$s
                `parallax host list` shows it when its agent is back. docs/fleet.md says what each of this is for.
                """.formatted(host, to, tokenFile, String.join(" ", Enrolment.PACKAGES), Enrolment.REGISTRATIONS, units);
    }
}
