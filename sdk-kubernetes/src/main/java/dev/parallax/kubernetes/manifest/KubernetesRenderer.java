package dev.parallax.kubernetes.manifest;

import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.Renderer;
import dev.parallax.model.Application;
import dev.parallax.plan.Part;
import dev.parallax.secret.SecretPlaceholders;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an application as manifests for {@code kubectl apply}, in files that sort in the order of deployment. Every Secret is in one
 * file that {@code kubectl} does not take by its name, nor by its content before each value was filled in: pods wait for their
 * Secrets until then.
 */
public final class KubernetesRenderer implements Renderer {
    /** The setting that says for which version of Kubernetes. */
    public static final String VERSION = "kubernetes-version";

    private static final String SECRETS = "01-secrets.yaml.example";
    private static final String HEADER = """
            # Pods start when these Secrets are there. Copy this file to 01-secrets.yaml, put a value in place of every @{secret.NAME}, the
            # same wherever it is named, and keep the copy out of version control. After a colon, where it stands alone, a value of one line
            # is written in "..." and one of several below a |, each line indented; inside a longer text it is written as it is, without
            # quotes of its own. Inside "...", write \\" for a " and \\\\ for a \\.
            # A Secret that is immutable keeps its content: to change it later, give it another name, here and in the files that name it.
            """;
    /** YAML lets placeholders be that stand inside a longer text; this line is refused as long as it is there. */
    private static final String GUARD =
            "@{remove this line when no placeholder is left: until then this is no YAML, and kubectl refuses it}\n";

    private final ClusterVersion version;

    public KubernetesRenderer() {
        this(ClusterVersion.CURRENT);
    }

    private KubernetesRenderer(ClusterVersion version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    /** Knows {@value #VERSION}, such as {@code 1.28}: what only newer clusters know is left out. */
    @Override
    public Renderer with(BackendSettings settings) {
        settings.requireKnown(name(), Set.of(VERSION));
        return new KubernetesRenderer(
                settings.get(VERSION).map(ClusterVersion::of).orElse(version));
    }

    @Override
    public SortedMap<String, String> render(Application application) {
        Manifests manifests = Manifests.render(
                application,
                new SecretMaterial(SecretPlaceholders.of(application.secrets()), name()),
                ManifestOptions.inNamespace(application.name(), version));
        SortedMap<String, String> files = new TreeMap<>();
        put(files, "00-namespace.yaml", List.of(manifests.namespace()));
        secrets(application, manifests).ifPresent(text -> files.put(SECRETS, text));
        put(
                files,
                "02-configuration.yaml",
                manifests.configuration().stream()
                        .filter(object -> !(object instanceof Secret))
                        .toList());
        put(files, "03-services.yaml", manifests.services());
        int number = 10;
        for (List<Part> wave : manifests.waves()) {
            for (Part part : wave) {
                String file = String.format(
                        Locale.ROOT, "%02d-%s.yaml", number, part.toString().replace(' ', '-'));
                put(files, file, manifests.part(part));
            }
            number++;
        }
        return files;
    }

    /** A Role in the application's namespace for everything that concerns it, and a ClusterRole for {@code parallax host}. */
    @Override
    public SortedMap<String, String> access(Application application) {
        SortedMap<String, String> files = new TreeMap<>();
        put(files, "access/00-deployer.yaml", AccessRules.of(application.name()));
        put(files, "access/01-hosts.yaml", List.of(AccessRules.hosts()));
        return files;
    }

    private static void put(Map<String, String> files, String name, List<? extends HasMetadata> objects) {
        if (!objects.isEmpty()) {
            files.put(name, yaml(objects));
        }
    }

    /** Objects as one YAML stream. Secrets are written with {@code stringData}, as a person would. */
    public static String yaml(List<? extends HasMetadata> objects) {
        StringBuilder text = new StringBuilder();
        for (HasMetadata object : objects) {
            text.append(ManifestYaml.write(object instanceof Secret secret ? readable(secret) : object));
        }
        return text.toString();
    }

    private static Secret readable(Secret secret) {
        Map<String, String> texts = new LinkedHashMap<>();
        secret.getData().forEach((key, data) -> texts.put(key, SecretObjects.decoded(data)));
        return new SecretBuilder(secret).withData(null).withStringData(texts).build();
    }

    private static Optional<String> secrets(Application application, Manifests manifests) {
        List<HasMetadata> objects = new ArrayList<>(manifests.secrets());
        manifests.configuration().stream().filter(Secret.class::isInstance).forEach(objects::add);
        if (objects.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(HEADER);
        application.secrets().forEach((name, secret) -> text.append("# ")
                .append(name)
                .append(": ")
                .append(SecretPlaceholders.described(secret))
                .append(".\n"));
        return Optional.of(text.append(GUARD)
                .append(SecretPlaceholders.unquoted(yaml(objects)))
                .toString());
    }
}
