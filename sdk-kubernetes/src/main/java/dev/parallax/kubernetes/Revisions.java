package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.Revision;
import dev.parallax.definition.ModelJson;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definitions that were applied, each an immutable ConfigMap in the application's namespace, so that whoever comes next knows
 * what is wanted. The last ten are kept.
 */
final class Revisions {
    private static final String DATA = "application.json";
    private static final String REACHED = "parallax.dev/reached";
    private static final String FAILURE = "parallax.dev/failure";
    private static final String HANDED_OVER = "parallax.dev/handed-over";
    private static final String REASON = "parallax.dev/reason";
    private static final String TEMPLATES = "parallax.dev/templates";
    private static final int KEPT = 10;
    private static final int ATTEMPTS = 5;

    private final Cluster cluster;

    Revisions(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The newest first. */
    List<Revision> list(String namespace, String application) {
        List<ConfigMap> records = sorted(records(namespace, application));
        return records.stream()
                .map(record -> read(record, number(record) == number(records.get(0))))
                .toList();
    }

    private static Optional<String> annotation(ConfigMap record, String name) {
        return Optional.of(StatusReader.annotation(record, name)).filter(text -> !text.isEmpty());
    }

    Optional<Revision> latest(String namespace, String application) {
        return latest(records(namespace, application));
    }

    /** The newest among an application's ConfigMaps. */
    static Optional<Revision> latest(Collection<ConfigMap> records) {
        return sorted(records).stream().findFirst().map(record -> read(record, true));
    }

    /** What was chosen for the newest revision. */
    Choices choices(String namespace, String application) {
        return sorted(records(namespace, application)).stream()
                .findFirst()
                .map(Choices::of)
                .orElse(Choices.NONE);
    }

    /**
     * Records a definition unless the newest record is the same, with the digests of its pod templates, and why if nobody wished it; the
     * revision it has.
     */
    long record(
            String namespace,
            Application application,
            Choices choices,
            Collection<String> templates,
            Optional<String> reason) {
        String json = ModelJson.write(application);
        Map<String, String> annotations = new TreeMap<>(choices.annotations());
        annotations.put(TEMPLATES, String.join(" ", templates));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<ConfigMap> records = sorted(records(namespace, application.name()));
            if (!records.isEmpty() && json.equals(records.get(0).getData().get(DATA))) {
                long number = number(records.get(0));
                if (annotation(records.get(0), FAILURE).isPresent()) {
                    annotate(namespace, application.name(), number, FAILURE, Optional.empty());
                }
                annotations.forEach((name, value) -> {
                    if (!value.equals(StatusReader.annotation(records.get(0), name))) {
                        annotate(namespace, application.name(), number, name, Optional.of(value));
                    }
                });
                return number;
            }
            long next = records.isEmpty() ? 1 : number(records.get(0)) + 1;
            ConfigMap wanted = toRecord(namespace, application, annotations, next, json, reason);
            if (cluster.createIfAbsent(wanted)) {
                records.stream().skip(KEPT - 1).forEach(cluster::delete);
                return next;
            }
            cluster.get(wanted).ifPresent(found -> refuseUnlessRecord(found, application.name()));
        }
        throw new BackendException(
                "kubernetes: " + application.name() + " is being applied by others at the same time; apply again");
    }

    /** What has the name of a record and is none would be in the way for ever. */
    static void refuseUnlessRecord(ConfigMap found, String application) {
        if (!application.equals(StatusReader.label(found, Names.APPLICATION))
                || StatusReader.label(found, Names.REVISION).isEmpty()) {
            throw new BackendException(
                    "kubernetes: " + Cluster.describe(found) + " is there and is no record of application "
                            + application
                            + ", which needs that name for its next revision; rename or remove it, or give the application"
                            + " a namespace of its own");
        }
    }

    private static ConfigMap toRecord(
            String namespace,
            Application application,
            Map<String, String> chosen,
            long number,
            String json,
            Optional<String> reason) {
        Map<String, String> annotations = new TreeMap<>(chosen);
        annotations.put(Names.VERSION, application.version());
        reason.ifPresent(why -> annotations.put(REASON, why));
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Names.revision(application.name(), number))
                .withLabels(Names.labels(application.name(), Names.REVISION, Long.toString(number)))
                .withAnnotations(annotations)
                .endMetadata()
                .withImmutable(true)
                .withData(Map.of(DATA, json))
                .build();
    }

    /** Notes that everything of a revision was once ready; what was noted first stays. */
    void markReached(String namespace, String application, long revision, Instant when) {
        boolean noted = records(namespace, application).stream()
                .anyMatch(record -> number(record) == revision
                        && annotation(record, REACHED).isPresent());
        if (noted) {
            return;
        }
        annotate(namespace, application, revision, REACHED, Optional.of(when.toString()));
    }

    /** Notes why a revision goes no further; applying it again takes the note away. */
    void markFailed(String namespace, String application, long revision, String why) {
        annotate(namespace, application, revision, FAILURE, Optional.of(why));
    }

    /** Notes that every part of a revision was applied: the rest is the cluster's. */
    void markHandedOver(String namespace, String application, long revision, Instant when) {
        annotate(namespace, application, revision, HANDED_OVER, Optional.of(when.toString()));
    }

    private void annotate(
            String namespace, String application, long revision, String annotation, Optional<String> text) {
        Map<String, Object> annotations = new TreeMap<>();
        annotations.put(annotation, text.orElse(null));
        String merge = Serialization.asJson(Map.of("metadata", Map.of("annotations", annotations)));
        cluster.run("mark revision " + revision + " of " + application, () -> cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withName(Names.revision(application, revision))
                .patch(PatchContext.of(PatchType.JSON_MERGE), merge));
    }

    /** Whether every part of the newest revision was applied. */
    static boolean isHandedOver(Collection<ConfigMap> records) {
        return sorted(records).stream()
                .findFirst()
                .flatMap(record -> annotation(record, HANDED_OVER))
                .isPresent();
    }

    /** By the digest of a pod template, the version of the newest revision that has it. */
    static Map<String, String> versions(Collection<ConfigMap> records) {
        Map<String, String> versions = new TreeMap<>();
        for (ConfigMap record : sorted(records)) {
            for (String template : StatusReader.annotation(record, TEMPLATES).split(" ", -1)) {
                versions.putIfAbsent(template, StatusReader.annotation(record, Names.VERSION));
            }
        }
        versions.remove("");
        return versions;
    }

    /** The digests of the pod templates of the newest revision. */
    static Set<String> templates(Collection<ConfigMap> records) {
        return sorted(records).stream()
                .findFirst()
                .flatMap(record -> annotation(record, TEMPLATES))
                .map(text -> Set.of(text.split(" ", -1)))
                .orElse(Set.of());
    }

    /** Why the newest revision goes no further. */
    static Optional<String> failure(Collection<ConfigMap> records) {
        return sorted(records).stream().findFirst().flatMap(record -> annotation(record, FAILURE));
    }

    /** The newest revision before the one given that was once ready. */
    Optional<Revision> lastReached(String namespace, String application, long before) {
        return sorted(records(namespace, application)).stream()
                .filter(record -> number(record) < before)
                .filter(record -> annotation(record, REACHED).isPresent())
                .findFirst()
                .map(record -> read(record, false));
    }

    List<ConfigMap> records(String namespace, String application) {
        return cluster.call("list revisions of " + application, () -> cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withLabel(Names.APPLICATION, application)
                .withLabel(Names.REVISION)
                .list()
                .getItems());
    }

    private static List<ConfigMap> sorted(Collection<ConfigMap> records) {
        return records.stream()
                .filter(record -> !StatusReader.label(record, Names.REVISION).isEmpty())
                .sorted(Comparator.comparingLong(Revisions::number).reversed())
                .toList();
    }

    private static Revision read(ConfigMap record, boolean current) {
        return new Revision(
                number(record),
                ModelJson.read(record.getData().getOrDefault(DATA, "")),
                Instant.parse(record.getMetadata().getCreationTimestamp()),
                annotation(record, REACHED).map(Instant::parse),
                current,
                annotation(record, REASON));
    }

    private static long number(ConfigMap configMap) {
        return Long.parseLong(configMap.getMetadata().getLabels().get(Names.REVISION));
    }
}
