package dev.parallax.cli;

import dev.parallax.Parallax;
import dev.parallax.backend.Backend;
import dev.parallax.lab.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which orchestrator a command talks to. */
final class BackendOptions {
    static final String KUBERNETES = "kubernetes";
    static final String PUPPET_CONSUL = "puppet-consul";
    private static final String IN_MEMORY = "in-memory";

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "kubernetes, puppet-consul, or in-memory (a pretence that ends with the command, for trying out).")
    @Nullable
    String backend;

    @Option(
            names = "--lab",
            paramLabel = "SIDE",
            description = "The lab's own kubernetes or puppet-consul, which `parallax lab up` brought up.")
    @Nullable
    Side lab;

    @Mixin
    KubernetesOptions kubernetes = new KubernetesOptions();

    @Mixin
    ConsulOptions consul = new ConsulOptions();

    Backend open(Invocation invocation) throws IOException {
        if (lab != null) {
            refuse("--lab", Map.of("--backend", backend != null, "--consul", consul.areSet()));
            refuse("--lab", kubernetes.given());
            return LabBackend.open(lab);
        }
        String name = backend;
        if (name == null) {
            throw new UsageException(
                    "no orchestrator is named; add --backend kubernetes --kubeconfig FILE,"
                            + " --backend puppet-consul --consul URL, --lab kubernetes|puppet-consul, or --backend in-memory to try it out");
        }
        return open(name, settings(name, invocation.environment()));
    }

    /** The command line that does something else with the same orchestrator. */
    String command(String verb, String argument) {
        return command(new ShellCommand("parallax", verb), argument);
    }

    /** As {@link #command(String, String)}, for one with options of its own. */
    String command(ShellCommand command, String argument) {
        option(command, "--backend", backend);
        option(command, "--lab", lab);
        kubernetes.addTo(command);
        consul.addTo(command);
        return "`" + command.argument(argument) + "`";
    }

    /** What to say of work that goes on by itself; a pretence does not. */
    String goesOn(String text) {
        return IN_MEMORY.equals(backend) ? "in-memory is a pretence, and nothing of it goes on" : text;
    }

    /** What becomes of a rollout whose command has ended. */
    String rolloutGoesOn(String then) {
        boolean cluster = KUBERNETES.equals(backend) || lab == Side.KUBERNETES;
        return goesOn((cluster
                        ? "the cluster goes on with what it was given; steps and roles that wait for others do not come by themselves, and"
                                + " what fails is not taken back"
                        : "what was begun goes on by itself")
                + then);
    }

    static void option(ShellCommand command, String name, @Nullable Object value) {
        if (value != null) {
            command.option(name, value);
        }
    }

    private static Backend open(String name, Map<String, String> settings) {
        List<String> known = List.copyOf(Parallax.backends().keySet());
        if (!known.contains(name)) {
            throw new UsageException(UsageErrors.noSuch("backend", name, known));
        }
        Parallax.BackendBuilder backend = Parallax.backend(name);
        settings.forEach(backend::with);
        return backend.open();
    }

    private Map<String, String> settings(String name, Map<String, String> environment) throws IOException {
        if (!name.equals(KUBERNETES)) {
            refuse("--backend " + name, kubernetes.given());
        }
        if (!name.equals(PUPPET_CONSUL)) {
            refuse("--backend " + name, Map.of("--consul", consul.areSet()));
        }
        return switch (name) {
            case KUBERNETES -> kubernetes.settings();
            case PUPPET_CONSUL -> consul.settings(environment);
            default -> Map.of();
        };
    }

    static Path readable(Path file) {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + ": is a folder; name a file");
        }
        if (!Files.isReadable(file)) {
            throw new UsageException(file + ": no such file, or not to be read");
        }
        return file;
    }

    private static void refuse(String with, Map<String, Boolean> options) {
        new TreeMap<>(options).forEach((option, set) -> {
            if (set) {
                throw new UsageException(option + " means nothing together with " + with);
            }
        });
    }
}
