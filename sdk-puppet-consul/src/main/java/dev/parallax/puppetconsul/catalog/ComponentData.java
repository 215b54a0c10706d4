package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Limits;
import dev.parallax.model.Requests;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.User;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import dev.parallax.template.Templates;
import java.time.Duration;
import java.util.Map;

/** One component of one replica, or of a step, as the Puppet module takes it. */
final class ComponentData {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .rule(
                    Artifact.class,
                    "image",
                    artifact -> new Fidelity.Approximated(
                            artifact.packages().isEmpty()
                                    ? "hosts use no images; no packages are named, so the program is taken to be there"
                                    : "hosts use no images: the packages bring the program"))
            .exact(Artifact.class, "masks")
            .rule(Artifact.class, "packages", PinnedPackages::fidelity)
            .exact(Component.class, "command")
            .exact(User.class, "name", "uid", "gid")
            .rule(Component.class, "ports", (component, use) -> onTheHostsNetwork(use))
            .exact(EnvValue.Text.class, "template")
            .exact(EnvValue.FromSecret.class, "secret")
            .exact(FileSource.Template.class, "text", "origin", "mode")
            .exact(FileSource.FromSecret.class, "secret", "mode")
            .exact(Limits.class, "cpu", "memory")
            .approximated(
                    "counted when a host is chosen, and then no more: on the host all components have the same weight",
                    Requests.class,
                    "cpu")
            .approximated(
                    "counted when a host is chosen, and then no more: a host short of memory does not ask for it",
                    Requests.class,
                    "memory")
            .exact(StopPolicy.class, "signal")
            .approximated(
                    "the longest drain of the replicas on a host holds for all of them", StopPolicy.class, "drain")
            .rule(
                    StopPolicy.class,
                    "grace",
                    stop -> stop.grace().equals(Duration.ofSeconds(graceSeconds(stop)))
                            ? Fidelity.EXACT
                            : new Fidelity.Approximated("in whole seconds, from 1 on: " + graceSeconds(stop) + "s"))
            .build();

    /** Each host's balancer has a service's port at the service's addresses, so that nothing else can have it at all of the host's. */
    private static Fidelity onTheHostsNetwork(FieldUse use) {
        String shared = use.within(Application.class).stream()
                .flatMap(application -> application.services().entrySet().stream())
                .filter(service -> service.getValue().ports().values().stream()
                        .anyMatch(port -> use.value().equals(port.port())))
                .map(service -> ", which the service " + service.getKey()
                        + " has at its own address: listen at $(REPLICA_ADDRESS), not at all addresses")
                .findFirst()
                .orElse("");
        return new Fidelity.Approximated("on the host's own network: a port serves one replica of a host" + shared);
    }

    private final Application application;
    private final Map<String, SecretValue> secrets;
    private final Map<String, VirtualAddress> addresses;
    private final Bindings bindings;

    ComponentData(Application application, Map<String, SecretValue> secrets, Map<String, VirtualAddress> addresses) {
        this.application = application;
        this.secrets = secrets;
        this.addresses = addresses;
        this.bindings = Bindings.of(application).withSecrets(secrets);
    }

    /** What a component and a step have in common. */
    void write(ObjectNode target, Component component, String replicaAddress, String replicaName) {
        component.artifact().packages().forEach(target.putArray("packages")::add);
        component.artifact().masks().forEach(target.putArray("masks")::add);
        Environment environment =
                Environment.of(application, component, addresses, secrets, replicaAddress, replicaName);
        var arguments = target.putArray("command");
        component
                .command()
                .forEach(argument -> arguments.add(References.forSystemd(argument, environment.variables())));
        component.user().ifPresent(user -> target.putObject("user")
                .put("name", user.name())
                .put("uid", user.uid())
                .put("gid", user.gid()));
        ObjectNode variables = target.putObject("environment");
        environment.variables().forEach((name, value) -> {
            if (environment.secret().contains(name)) {
                variables.set(name, new SecretText(value));
            } else {
                variables.put(name, value);
            }
        });
        ObjectNode files = target.putObject("files");
        component.files().forEach((path, source) -> file(files, path, source));
        ObjectNode limits = target.putObject("limits");
        component.limits().cpu().ifPresent(cpu -> limits.put("cpu_millis", cpu.millis()));
        component.limits().memory().ifPresent(memory -> limits.put("memory_bytes", memory.bytes()));
        target.putObject("stop")
                .put("signal", component.stop().signal())
                .put("grace_seconds", graceSeconds(component.stop()));
    }

    /** At least one: systemd takes 0 for no limit at all. */
    private static long graceSeconds(StopPolicy stop) {
        return Math.max(1, stop.grace().plusMillis(999).toSeconds());
    }

    static String user(Component component) {
        return component.user().map(User::name).orElse("root");
    }

    private void file(ObjectNode files, String path, FileSource source) {
        if (source instanceof FileSource.Template template) {
            put(
                    files,
                    path,
                    Templates.render(template.text(), template.origin(), bindings),
                    template.mode(),
                    Templates.mentionsSecret(template.text()));
        } else if (source instanceof FileSource.FromSecret reference) {
            SecretValue value = secrets.get(reference.secret());
            if (value == null) {
                throw new MissingSecretException(reference.secret());
            }
            value.forEach(
                    (key, text) -> put(files, key.isEmpty() ? path : path + "/" + key, text, reference.mode(), true));
        }
    }

    private static void put(ObjectNode files, String path, String content, String mode, boolean sensitive) {
        ObjectNode file = files.putObject(path);
        file.set("content", sensitive ? new SecretText(content) : TextNode.valueOf(content));
        file.put("mode", mode).put("sensitive", sensitive);
    }
}
