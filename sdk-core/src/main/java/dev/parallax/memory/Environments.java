package dev.parallax.memory;

import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.plan.ServiceVariables;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import dev.parallax.template.Templates;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What each component of a replica, and each step, would start with: its environment and its files. */
final class Environments {
    private static final String LOOPBACK = "127.0.0.1";

    Map<String, Map<String, String>> of(Deployment deployment, SimulatedReplica replica) {
        Map<String, Map<String, String>> environments = new LinkedHashMap<>();
        replica.definition
                .components()
                .forEach((name, component) -> environments.put(
                        name, of(deployment, replica.name(), String.valueOf(replica.address), component)));
        return Collections.unmodifiableMap(environments);
    }

    /** What a step would start with, wherever that is. */
    Map<String, String> of(Deployment deployment, String name, Step step) {
        Role role = deployment.application.roles().get(step.use().role());
        Component used = role == null ? null : role.components().get(step.use().component());
        if (used == null) {
            throw new IllegalStateException("step '" + name + "' uses " + step.use() + ", which does not exist");
        }
        return of(deployment, name, LOOPBACK, Step.component(step, used));
    }

    private static Map<String, String> of(Deployment deployment, String name, String address, Component component) {
        Bindings bindings = Bindings.of(deployment.application).withSecrets(deployment.secrets);
        Map<String, String> environment =
                new LinkedHashMap<>(ServiceVariables.of(deployment.application, deployment.addresses));
        environment.put("REPLICA_NAME", name);
        environment.put("REPLICA_ADDRESS", address);
        component
                .env()
                .forEach((variable, value) -> environment.put(variable, value(variable, value, deployment, bindings)));
        return Collections.unmodifiableMap(environment);
    }

    /** The content of a file of a component, if there is one. */
    static Optional<String> file(Deployment deployment, SimulatedReplica replica, String component, String path) {
        Component definition = replica.definition.components().get(component);
        if (definition == null) {
            return Optional.empty();
        }
        Bindings bindings = Bindings.of(deployment.application).withSecrets(deployment.secrets);
        for (Map.Entry<String, FileSource> file : definition.files().entrySet()) {
            if (file.getValue() instanceof FileSource.Template template && path.equals(file.getKey())) {
                return Optional.of(Templates.render(template.text(), template.origin(), bindings));
            }
            if (file.getValue() instanceof FileSource.FromSecret reference && path.startsWith(file.getKey())) {
                Map<String, String> texts = new LinkedHashMap<>();
                Optional.ofNullable(deployment.secrets.get(reference.secret()))
                        .ifPresent(value -> value.forEach((key, text) ->
                                texts.put(key.isEmpty() ? file.getKey() : file.getKey() + "/" + key, text)));
                return Optional.ofNullable(texts.get(path));
            }
        }
        String host = replica.host == null ? "no host" : replica.host.name;
        return replica.definition.storage().values().stream()
                .filter(storage -> path.startsWith(storage.path() + "/"))
                .map(storage -> "storage of " + replica.name() + " on " + host)
                .findFirst();
    }

    private static String value(String name, EnvValue value, Deployment deployment, Bindings bindings) {
        if (value instanceof EnvValue.Text text) {
            return Templates.render(text.template(), name, bindings);
        }
        SecretValue secret = deployment.secrets.get(((EnvValue.FromSecret) value).secret());
        return secret instanceof SecretValue.Single single ? single.text() : "";
    }
}
