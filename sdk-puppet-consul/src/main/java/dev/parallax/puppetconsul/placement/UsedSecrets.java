package dev.parallax.puppetconsul.placement;

import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.template.Templates;

/** Whether whoever runs a component is told a secret. */
public final class UsedSecrets {
    private UsedSecrets() {}

    public static boolean any(Component component) {
        return component.env().values().stream().anyMatch(UsedSecrets::isSecret)
                || component.files().values().stream().anyMatch(UsedSecrets::isSecret);
    }

    private static boolean isSecret(EnvValue value) {
        return value instanceof EnvValue.FromSecret
                || (value instanceof EnvValue.Text text && Templates.mentionsSecret(text.template()));
    }

    private static boolean isSecret(FileSource source) {
        return source instanceof FileSource.FromSecret
                || (source instanceof FileSource.Template template && Templates.mentionsSecret(template.text()));
    }
}
