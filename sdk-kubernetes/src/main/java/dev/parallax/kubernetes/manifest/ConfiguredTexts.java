package dev.parallax.kubernetes.manifest;

import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The templates that a definition's configuration Secrets are rendered from: secrets are mentioned in them, and have no value. */
public final class ConfiguredTexts {
    private final Application application;

    public ConfiguredTexts(Application application) {
        this.application = application;
    }

    /** Those of the Secret that {@code configures} this, by the paths of its fields. */
    public Map<String, String> of(String configures) {
        Map<String, String> texts = new TreeMap<>();
        application.roles().forEach((roleName, role) -> role.components().forEach((name, component) -> {
            if (Names.labelValue(roleName + "." + name).equals(configures)) {
                put(component, texts);
            }
        }));
        application.steps().forEach((name, step) -> {
            if (Names.labelValue(ComponentFiles.STEP_PREFIX + name).equals(configures)) {
                used(step).ifPresent(component -> put(component, texts));
            }
        });
        return texts;
    }

    private Optional<Component> used(Step step) {
        Role role = application.roles().get(step.use().role());
        return Optional.ofNullable(role)
                .map(found -> found.components().get(step.use().component()))
                .map(component -> Step.component(step, component));
    }

    private static void put(Component component, Map<String, String> texts) {
        ComponentFiles.templates(component).forEach((key, text) -> texts.put("data." + key, text));
    }
}
