package dev.parallax.puppetconsul.catalog;

import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.plan.ServiceVariables;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import dev.parallax.template.Templates;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment a component starts with: its own address and name, the services of its application, then its own variables. Secret is a
 * variable whose text has a secret in it, or refers to one that is.
 */
record Environment(Map<String, String> variables, Set<String> secret) {
    static final String REPLICA_ADDRESS = "REPLICA_ADDRESS";
    static final String REPLICA_NAME = "REPLICA_NAME";

    static Environment of(
            Application application,
            Component component,
            Map<String, VirtualAddress> addresses,
            Map<String, SecretValue> secrets,
            String replicaAddress,
            String replicaName) {
        Map<String, String> environment = new LinkedHashMap<>();
        Set<String> secret = new HashSet<>();
        environment.put(REPLICA_ADDRESS, replicaAddress);
        environment.put(REPLICA_NAME, replicaName);
        Map<String, String> hosts = new LinkedHashMap<>();
        addresses.forEach((service, address) -> hosts.put(service, address.address()));
        environment.putAll(ServiceVariables.of(application, hosts));
        Bindings bindings = Bindings.of(application).withSecrets(secrets);
        component.env().forEach((name, value) -> {
            if (value instanceof EnvValue.Text text) {
                String origin = "variable " + name;
                String rendered = Templates.render(text.template(), origin, bindings);
                boolean hides = Templates.mentionsSecret(text.template())
                        || secret.stream().anyMatch(References.named(rendered, environment)::contains);
                environment.put(name, References.resolve(rendered, environment));
                mark(secret, name, hides);
            } else if (value instanceof EnvValue.FromSecret reference) {
                environment.put(name, text(reference.secret(), secrets));
                mark(secret, name, true);
            }
        });
        return new Environment(environment, secret);
    }

    /** A variable that is set anew is what it was set to last. */
    private static void mark(Set<String> secret, String name, boolean hides) {
        if (hides) {
            secret.add(name);
        } else {
            secret.remove(name);
        }
    }

    /** The text of a secret; of a set of keys, each on a line of its own. */
    private static String text(String secret, Map<String, SecretValue> secrets) {
        SecretValue value = secrets.get(secret);
        if (value == null) {
            throw new MissingSecretException(secret);
        }
        StringBuilder text = new StringBuilder();
        value.forEach(
                (file, content) -> text.append(text.length() == 0 ? "" : "\n").append(content));
        return text.toString();
    }

    /** Names only: values may be secret. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
