package dev.parallax.examples.processes;

import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Storage;
import dev.parallax.plan.ServiceVariables;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import dev.parallax.template.Templates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a process is started from, filled in, but for its own name and address. A replica is replaced when it is not equal any more. */
record Launch(
        Component component,
        Map<String, Storage> storage,
        Map<String, String> env,
        Map<String, String> files,
        Map<String, String> services) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([^)]+)\\)");

    /** {@code services}: the address of each, by name. */
    static Launch of(
            Application application,
            Component component,
            Map<String, Storage> storage,
            Map<String, SecretValue> secrets,
            Map<String, String> services) {
        Bindings bindings = Bindings.of(application).withSecrets(secrets);
        Map<String, String> env = new LinkedHashMap<>(ServiceVariables.of(application, services));
        Map<String, String> files = new LinkedHashMap<>();
        component.env().forEach((name, value) -> {
            if (value instanceof EnvValue.Text text) {
                env.put(name, Templates.render(text.template(), name, bindings));
            } else if (value instanceof EnvValue.FromSecret from) {
                secret(secrets, from.secret()).forEach((key, text) -> env.put(name, text));
            }
        });
        component.files().forEach((path, source) -> {
            if (source instanceof FileSource.Template template) {
                files.put(path, Templates.render(template.text(), template.origin(), bindings));
            } else if (source instanceof FileSource.FromSecret from) {
                secret(secrets, from.secret())
                        .forEach((key, text) -> files.put(key.isEmpty() ? path : path + "/" + key, text));
            }
        });
        return new Launch(component, storage, env, files, new LinkedHashMap<>(services));
    }

    private static SecretValue secret(Map<String, SecretValue> secrets, String name) {
        return Objects.requireNonNull(secrets.get(name), name);
    }

    /** The command, with the values of the variables that it refers to. */
    List<String> command(Map<String, String> variables) {
        return component.command().stream()
                .map(word -> REFERENCE
                        .matcher(word)
                        .replaceAll(reference -> Matcher.quoteReplacement(
                                variables.getOrDefault(reference.group(1), reference.group()))))
                .toList();
    }

    /** Without values, for secrets are among them. */
    @Override
    public String toString() {
        return "Launch" + component.command();
    }
}
