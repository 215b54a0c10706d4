package dev.parallax.backend;

import dev.parallax.model.Application;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Secret;
import dev.parallax.template.Templates;
import java.util.Set;

/** What may be rotated, for backends that do it. */
public final class Rotation {
    private Rotation() {}

    /** The present definition, when each of these secrets of it may be rotated; otherwise a {@link BackendException}. */
    public static Application of(Backend backend, String application, Set<String> secrets) {
        Application present = Deployed.definition(backend, application);
        for (String name : secrets) {
            Secret secret = present.secrets().get(name);
            String what = backend.name() + ": secret '" + name + "' of application '" + application + "'";
            if (secret == null) {
                throw new BackendException(backend.name() + ": application '" + application + "' has no secret '" + name
                        + "'; it has "
                        + (present.secrets().isEmpty()
                                ? "none"
                                : String.join(", ", present.secrets().keySet())));
            }
            if (secret instanceof Secret.FromEnvironment environment) {
                throw new BackendException(what + " is what the environment variable " + environment.variable()
                        + " holds; apply with another value there");
            }
            if (secret instanceof Secret.FromFile file) {
                throw new BackendException(
                        what + " is what the file " + file.path() + " holds; apply with another content there");
            }
            if (secret instanceof Secret.Existing) {
                throw new BackendException(
                        what + " is kept elsewhere: " + secret.source() + "; change it there, then apply again");
            }
            present.steps().forEach((step, definition) -> {
                if (definition.env().values().stream().anyMatch(value -> mentions(value, name))) {
                    throw new BackendException(
                            what + " was passed on by step '" + step
                                    + "', which runs once per version and would not pass on a new one; change it where the step put it");
                }
            });
        }
        return present;
    }

    private static boolean mentions(EnvValue value, String secret) {
        if (value instanceof EnvValue.FromSecret from) {
            return from.secret().equals(secret);
        }
        return value instanceof EnvValue.Text text
                && Templates.variables(text.template(), "template").stream()
                        .anyMatch(variable ->
                                variable.equals("secret." + secret) || variable.startsWith("secret." + secret + "."));
    }
}
