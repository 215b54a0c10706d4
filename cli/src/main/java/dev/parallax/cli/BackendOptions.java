package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which orchestrator a command talks to. */
final class BackendOptions {
    static final String KUBERNETES = "kubernetes";
    static final String PUPPET_CONSUL = "puppet-consul";

    /** As Consul's own tools have it. Never an option: a command line is seen by everyone on the machine. */
    private static final String TOKEN_VARIABLE = "CONSUL_HTTP_TOKEN";

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
    String lab;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach the Kubernetes cluster (default: $KUBECONFIG, then ~/.kube/config).")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--consul",
            paramLabel = "URL",
            description = "Where the fleet's Consul is, as in https://consul.example:8501.")
    @Nullable
    String consul;

    @Option(names = "--consul-ca", paramLabel = "FILE", description = "The certificates (PEM) that vouch for Consul's.")
    @Nullable
    Path consulCa;

    @Option(
            names = "--consul-token-file",
            paramLabel = "FILE",
            description = "The file with Consul's ACL token (default: $CONSUL_HTTP_TOKEN).")
    @Nullable
    Path consulToken;

    Backend open(Invocation invocation) throws IOException {
        if (lab != null) {
            refuse(
                    "--lab",
                    Map.of("--backend", set(backend), "--kubeconfig", set(kubeconfig), "--consul", set(consul)));
            return LabBackends.open(lab);
        }
        String name = backend;
        if (name == null) {
            throw new UsageException("no orchestrator is named; add --backend kubernetes --kubeconfig FILE,"
                    + " --backend puppet-consul --consul URL, or --lab kubernetes|puppet-consul");
        }
        return open(name, settings(name, invocation.environment()));
    }

    static Backend open(String name, Map<String, String> settings) {
        List<String> known = new ArrayList<>();
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.name().equals(name)) {
                return provider.open(BackendSettings.of(settings));
            }
            known.add(provider.name());
        }
        known.sort(null);
        throw new UsageException("there is no backend '" + name + "'" + UsageErrors.suggestion(name, known)
                + "; the backends are " + String.join(", ", known));
    }

    private Map<String, String> settings(String name, Map<String, String> environment) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        if (name.equals(KUBERNETES)) {
            refuse("--backend kubernetes", Map.of("--consul", set(consul), "--consul-ca", set(consulCa)));
            if (kubeconfig != null) {
                settings.put("kubeconfig", readable(kubeconfig).toString());
            }
        } else if (name.equals(PUPPET_CONSUL)) {
            refuse("--backend puppet-consul", Map.of("--kubeconfig", set(kubeconfig)));
            if (consul == null) {
                throw new UsageException("--backend puppet-consul needs --consul URL");
            }
            settings.put("consul", consul);
            if (consulCa != null) {
                settings.put("consul-ca", readable(consulCa).toString());
            }
            String token = consulToken == null
                    ? environment.getOrDefault(TOKEN_VARIABLE, "")
                    : Files.readString(readable(consulToken)).strip();
            if (!token.isEmpty()) {
                settings.put("consul-token", token);
            }
        }
        return settings;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new UsageException(file + ": no such file, or not to be read");
        }
        return file;
    }

    private static boolean set(@Nullable Object option) {
        return option != null;
    }

    private static void refuse(String with, Map<String, Boolean> options) {
        new TreeMap<>(options).forEach((option, set) -> {
            if (set) {
                throw new UsageException(option + " means nothing together with " + with);
            }
        });
    }
}
