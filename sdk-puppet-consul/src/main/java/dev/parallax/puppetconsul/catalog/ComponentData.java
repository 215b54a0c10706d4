package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.FileSource;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import dev.parallax.template.Templates;
import java.util.List;
import java.util.Map;

/** One component of one replica, or of a step, as the Puppet module takes it. */
final class ComponentData {
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
    void write(
            ObjectNode target, Component component, List<String> command, String replicaAddress, String replicaName) {
        component.artifact().packages().forEach(target.putArray("packages")::add);
        component.artifact().masks().forEach(target.putArray("masks")::add);
        Map<String, String> environment =
                Environment.of(application, component, addresses, secrets, replicaAddress, replicaName);
        var arguments = target.putArray("command");
        command.forEach(argument -> arguments.add(References.forSystemd(argument, environment)));
        target.put("user", user(component));
        ObjectNode variables = target.putObject("environment");
        environment.forEach(variables::put);
        ObjectNode files = target.putObject("files");
        component.files().forEach((path, source) -> file(files, path, source));
        ObjectNode limits = target.putObject("limits");
        component.limits().cpu().ifPresent(cpu -> limits.put("cpu_millis", cpu.millis()));
        component.limits().memory().ifPresent(memory -> limits.put("memory_bytes", memory.bytes()));
        target.putObject("stop")
                .put("signal", component.stop().signal())
                .put("grace_seconds", component.stop().grace().toSeconds());
    }

    static String user(Component component) {
        return component.user().orElse("root");
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
        files.putObject(path).put("content", content).put("mode", mode).put("sensitive", sensitive);
    }
}
