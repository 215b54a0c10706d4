package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import dev.parallax.model.Step;
import dev.parallax.plan.ServiceVariables;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import dev.parallax.template.Templates;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files and environment of one component or step: a ConfigMap for what may be read, a Secret for what mentions secrets, and how a
 * container gets at both. Their names carry a digest of their content and they are never changed: old and new replicas
 * each keep their own during a rollout, and changed content changes the pod template, which rolls the role.
 */
final class ComponentFiles {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .rule(EnvValue.Text.class, "template", ComponentFiles::expanded)
            .exact(EnvValue.FromSecret.class, "secret")
            .rule(FileSource.Template.class, "text", (file, use) -> size(use))
            .exact(FileSource.Template.class, "origin")
            .exact(FileSource.FromSecret.class, "secret")
            .rule(FileSource.Template.class, "mode", ComponentFiles::readers)
            .rule(FileSource.FromSecret.class, "mode", ComponentFiles::secretReaders)
            .build();

    /** What the API server takes in one object, less what surrounds it. */
    private static final int MOST_TEXT = 1_000_000;

    private static final int READABLE_BY_GROUP = 040;

    private static final String ENV_PREFIX = "env.";
    /** No role has an underscore in its name. */
    static final String STEP_PREFIX = "step_";

    private final Application application;
    private final String namespace;
    private final String role;
    private final String component;
    private final String closedOwner;
    private final SecretMaterial secrets;
    private final Bindings bindings;

    private final Map<String, String> open = new LinkedHashMap<>();
    private final Map<String, String> closed = new LinkedHashMap<>();
    private final List<KeyToPath> openItems = new ArrayList<>();
    private final List<KeyToPath> closedItems = new ArrayList<>();
    private final List<Volume> secretVolumes = new ArrayList<>();
    private final List<VolumeMount> mounts = new ArrayList<>();
    private final List<EnvVar> environment = new ArrayList<>();
    private final Digest direct;

    private ComponentFiles(
            Application application,
            String namespace,
            String role,
            String component,
            String closedOwner,
            SecretMaterial secrets,
            Bindings bindings) {
        this.application = application;
        this.namespace = namespace;
        this.role = role;
        this.component = component;
        this.closedOwner = closedOwner;
        this.secrets = secrets;
        this.bindings = bindings;
        this.direct = Digest.keyed(secrets.digestKey());
    }

    static ComponentFiles of(
            Application application,
            String namespace,
            String role,
            String name,
            Component component,
            SecretMaterial secrets,
            Bindings bindings) {
        return filled(
                new ComponentFiles(application, namespace, role, name, role + "." + name, secrets, bindings),
                component);
    }

    /**
     * Those of a step: the files of the component it uses, from the same objects. Only where its own variables hold the text of a
     * secret has it a Secret of its own.
     */
    static ComponentFiles ofStep(
            Application application,
            String namespace,
            String name,
            Step step,
            Component component,
            SecretMaterial secrets,
            Bindings bindings) {
        String role = step.use().role();
        String used = step.use().component();
        boolean own = step.env().values().stream().anyMatch(ComponentFiles::holdsSecretText);
        return filled(
                new ComponentFiles(
                        application,
                        namespace,
                        role,
                        used,
                        own ? STEP_PREFIX + name : role + "." + used,
                        secrets,
                        bindings),
                component);
    }

    private static ComponentFiles filled(ComponentFiles files, Component component) {
        component.files().forEach(files::addFile);
        files.application.services().forEach(files::addService);
        component.env().forEach(files::collectSecretText);
        component.env().forEach(files::addVariable);
        return files;
    }

    /** Of a service that is known by a name alone the kubelet tells nothing. */
    private void addService(String name, Service service) {
        if (service.provider().isPresent()) {
            ServiceVariables.of(name, service, name)
                    .forEach((variable, value) -> environment.add(new EnvVarBuilder()
                            .withName(variable)
                            .withValue(value)
                            .build()));
        }
    }

    /** The ConfigMap and the Secret, each only if something is in it. */
    List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        if (!open.isEmpty()) {
            objects.add(new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(objectName(role + "." + component, open))
                    .withLabels(labels(role + "." + component))
                    .endMetadata()
                    .withImmutable(true)
                    .withData(open)
                    .build());
        }
        if (!closed.isEmpty()) {
            var secret = SecretObjects.of(namespace, closedName(), labels(closedOwner), closed);
            secret.setImmutable(true);
            objects.add(secret);
        }
        return objects;
    }

    List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>();
        if (!openItems.isEmpty()) {
            volumes.add(new VolumeBuilder()
                    .withName(volumeName("files"))
                    .withNewConfigMap()
                    .withName(objectName(role + "." + component, open))
                    .withItems(openItems)
                    .endConfigMap()
                    .build());
        }
        if (!closedItems.isEmpty()) {
            volumes.add(new VolumeBuilder()
                    .withName(volumeName("private"))
                    .withNewSecret()
                    .withSecretName(closedName())
                    .withItems(closedItems)
                    .endSecret()
                    .build());
        }
        volumes.addAll(secretVolumes);
        return volumes;
    }

    List<VolumeMount> mounts() {
        return mounts;
    }

    List<EnvVar> environment() {
        return environment;
    }

    /** Of the secrets that the container reads straight from the definition's own Secrets, whose names do not change. */
    String directSecretsDigest() {
        return direct.text();
    }

    private void addFile(String path, FileSource source) {
        if (source instanceof FileSource.Template template) {
            addTemplate(path, template);
        } else if (source instanceof FileSource.FromSecret secret) {
            addSecret(path, secret);
        }
    }

    private void addTemplate(String path, FileSource.Template template) {
        boolean secret = Templates.mentionsSecret(template.text());
        Map<String, String> texts = secret ? closed : open;
        String key = key(path, texts);
        texts.put(key, Templates.render(template.text(), template.origin(), bindings));
        (secret ? closedItems : openItems)
                .add(new KeyToPathBuilder()
                        .withKey(key)
                        .withPath(key)
                        .withMode(mode(template.mode()))
                        .build());
        mounts.add(mount(volumeName(secret ? "private" : "files"), path)
                .withSubPath(key)
                .build());
    }

    private void addSecret(String path, FileSource.FromSecret source) {
        SecretValue value = secrets.value(source.secret());
        value.forEach((key, text) -> direct.add(key).add(text));
        String volume = volumeName("secret-" + source.secret());
        secretVolumes.add(new VolumeBuilder()
                .withName(volume)
                .withNewSecret()
                .withSecretName(source.secret())
                .withDefaultMode(mode(source.mode()))
                .endSecret()
                .build());
        VolumeMountBuilder mount = mount(volume, path);
        mounts.add(
                value instanceof SecretValue.Keys
                        ? mount.build()
                        : mount.withSubPath(SecretObjects.VALUE).build());
    }

    private void collectSecretText(String name, EnvValue value) {
        if (value instanceof EnvValue.Text text && holdsSecretText(value)) {
            closed.put(ENV_PREFIX + name, Templates.render(text.template(), place(name), bindings));
        }
    }

    /** By the keys of the Secret that they become, the templates of the files and variables in which secrets are mentioned. */
    static Map<String, String> templates(Component component) {
        Map<String, String> texts = new LinkedHashMap<>();
        component.files().forEach((path, source) -> {
            if (source instanceof FileSource.Template template && Templates.mentionsSecret(template.text())) {
                texts.put(key(path, texts), template.text());
            }
        });
        component.env().forEach((name, value) -> {
            if (value instanceof EnvValue.Text text && holdsSecretText(value)) {
                texts.put(ENV_PREFIX + name, text.template());
            }
        });
        return texts;
    }

    private static boolean holdsSecretText(EnvValue value) {
        return value instanceof EnvValue.Text text && Templates.mentionsSecret(text.template());
    }

    private void addVariable(String name, EnvValue value) {
        if (value instanceof EnvValue.FromSecret source) {
            secrets.value(source.secret()).forEach((key, text) -> direct.add(text));
            environment.add(fromSecret(name, source.secret(), SecretObjects.VALUE));
        } else if (closed.containsKey(ENV_PREFIX + name)) {
            environment.add(fromSecret(name, closedName(), ENV_PREFIX + name));
        } else if (value instanceof EnvValue.Text text) {
            environment.add(new EnvVarBuilder()
                    .withName(name)
                    .withValue(Templates.render(text.template(), place(name), bindings))
                    .build());
        }
    }

    private String place(String variable) {
        return "roles." + role + ".components." + component + ".env." + variable;
    }

    private Map<String, String> labels(String owner) {
        return Names.labels(application.name(), Names.CONFIGURES, Names.labelValue(owner));
    }

    private String closedName() {
        return objectName(closedOwner, closed);
    }

    private String objectName(String owner, Map<String, String> texts) {
        return owner.replaceAll("[._]", "-") + "-"
                + Digest.keyed(secrets.digestKey()).add(texts).text();
    }

    private String volumeName(String purpose) {
        return component + "-" + purpose;
    }

    private static EnvVar fromSecret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(secret)
                .withKey(key)
                .endSecretKeyRef()
                .endValueFrom()
                .build();
    }

    private static VolumeMountBuilder mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).withReadOnly(true);
    }

    /** The file's own name, or its whole path where another file has that name. */
    private static String key(String path, Map<String, String> taken) {
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^-._a-zA-Z0-9]", "_");
        return taken.containsKey(name) ? path.substring(1).replaceAll("[^-._a-zA-Z0-9]", "_") : name;
    }

    private static Fidelity size(FieldUse use) {
        int characters = use.within(Component.class).stream()
                .flatMap(component -> component.files().values().stream())
                .mapToInt(file -> file instanceof FileSource.Template template
                        ? template.text().length()
                        : 0)
                .sum();
        return characters <= MOST_TEXT
                ? Fidelity.EXACT
                : new Fidelity.Refused("the files of a component have " + characters
                        + " characters and a ConfigMap holds " + MOST_TEXT + "; put large files into the image");
    }

    private static Fidelity readers(FileSource file) {
        return (mode(file.mode()) & READABLE_BY_GROUP) != 0
                ? Fidelity.EXACT
                : new Fidelity.Approximated("files belong to root and are read through a group that only the replica's"
                        + " processes are in");
    }

    /** Kubelets make the root of a volume of a Secret with mode 1777, whatever its files have. */
    private static Fidelity secretReaders(FileSource.FromSecret file, FieldUse use) {
        Fidelity files = readers(file);
        boolean directory = use.within(Application.class)
                .map(application -> application.secrets().get(file.secret()))
                .filter(Secret::hasKeys)
                .isPresent();
        if (!directory) {
            return files;
        }
        String closed = "the directory is open to all (mode 1777, mounted read-only) and the files in it are not";
        return new Fidelity.Approximated(
                files instanceof Fidelity.Approximated further ? further.how() + "; " + closed : closed);
    }

    /** The cluster replaces references in values, and not in what values are taken from. */
    private static Fidelity expanded(EnvValue.Text text) {
        return holdsSecretText(text) && text.template().contains("$(")
                ? new Fidelity.Refused(
                        "a value with a secret in it is kept in a Secret, where $(NAME) is not replaced; give the"
                                + " secret a variable of its own before it and write its $(NAME)")
                : Fidelity.EXACT;
    }

    private static int mode(String octal) {
        return Integer.parseInt(octal, 8);
    }
}
