package dev.parallax.definition;

import dev.parallax.model.EnvValue;
import dev.parallax.template.TemplateException;
import dev.parallax.template.Templates;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The variables of a component that have a secret in them: from one, by a template, or by {@code $(NAME)} of such a variable. */
final class SecretVariables {
    /** A dollar sign that is escaped, or a reference; Kubernetes reads them from left to right. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

    private final Set<String> names = new HashSet<>();

    SecretVariables(Map<String, EnvValue> env) {
        env.forEach((name, value) -> {
            if (hides(value)) {
                names.add(name);
            }
        });
    }

    private boolean hides(EnvValue value) {
        return !(value instanceof EnvValue.Text text)
                || mentionsSecret(text.template())
                || named(text.template()).isPresent();
    }

    /** No template that cannot be read; that is said where templates are looked at. */
    private static boolean mentionsSecret(String template) {
        try {
            return Templates.mentionsSecret(template);
        } catch (TemplateException e) {
            return false;
        }
    }

    /** The first of them that a text refers to. */
    Optional<String> named(String text) {
        return REFERENCE
                .matcher(text)
                .results()
                .map(reference -> Optional.ofNullable(reference.group(1)).orElse(""))
                .filter(names::contains)
                .findFirst();
    }
}
