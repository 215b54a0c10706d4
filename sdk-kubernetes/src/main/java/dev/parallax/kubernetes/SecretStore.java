package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.kubernetes.manifest.SecretMaterial;
import dev.parallax.kubernetes.manifest.SecretObjects;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretException;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The secrets of an application, each a Secret in its namespace. Generated ones are created once and then only read: two who
 * apply at the same time end with the same values.
 */
final class SecretStore {
    /** By its label, the secret under which digests of secret content are made; no definition may have one of that name. */
    static final String DIGEST_KEY = "parallax-digest-key";

    private static final int DIGEST_KEY_LENGTH = 32;

    private final Cluster cluster;
    private final SecretResolver resolver;

    SecretStore(Cluster cluster, SecretResolver resolver) {
        this.cluster = cluster;
        this.resolver = resolver;
    }

    /** Makes what is missing, brings up to date what is read from outside, and returns all values. */
    SecretMaterial establish(String namespace, Application application) {
        Map<String, SecretValue> stored = stored(namespace, application.name());
        SecretMaterial wanted = resolve(namespace, application, stored);
        boolean lost = false;
        for (Map.Entry<String, SecretValue> secret : wanted.values().entrySet()) {
            if (!secret.getValue().equals(stored.get(secret.getKey()))) {
                lost |= !put(namespace, application, secret.getKey(), secret.getValue());
            }
        }
        return lost ? reread(namespace, application) : wanted;
    }

    /**
     * Puts new values in the place of these, and returns what was there. Those who have them in their environment go on with the old ones until
     * they are replaced.
     */
    Map<String, SecretValue> rotate(String namespace, Application application, Set<String> names) {
        Map<String, SecretValue> before = stored(namespace, application.name());
        Map<String, SecretValue> after = resolver(namespace).rotating(names).resolve(application, before);
        before.keySet().retainAll(names);
        after.keySet().retainAll(names);
        replace(namespace, application.name(), after);
        return before;
    }

    void replace(String namespace, String application, Map<String, SecretValue> values) {
        values.forEach((name, value) -> cluster.apply(SecretObjects.of(application, namespace, name, value)));
    }

    /** The values as {@link #establish} would return them, but nothing is made: masks stand for what would be. */
    SecretMaterial preview(String namespace, Application application) {
        Map<String, SecretValue> stored = stored(namespace, application.name());
        return material(resolver(namespace).preview(withDigestKey(application), stored));
    }

    Optional<SecretValue> value(String namespace, String application, String name) {
        return Optional.ofNullable(stored(namespace, application).get(name));
    }

    private SecretMaterial resolve(String namespace, Application application, Map<String, SecretValue> stored) {
        return material(resolver(namespace).resolve(withDigestKey(application), stored));
    }

    private SecretResolver resolver(String namespace) {
        return resolver.reading((name, existing) -> existing(namespace, name, existing));
    }

    /** What somebody else keeps in a Secret of the namespace, as text. */
    private String existing(String namespace, String name, dev.parallax.model.Secret.Existing existing) {
        String path = existing.kubernetes()
                .orElseThrow(() -> new SecretException("secret '" + name + "' names no Secret of Kubernetes; write"
                        + " existing: {kubernetes: NAME/KEY}"));
        int slash = path.indexOf('/');
        String object = path.substring(0, slash);
        String key = path.substring(slash + 1);
        Secret found = cluster.call("read secret " + namespace + "/" + object, () -> cluster.client()
                .secrets()
                .inNamespace(namespace)
                .withName(object)
                .get());
        String data = found == null || found.getData() == null
                ? null
                : found.getData().get(key);
        if (data == null) {
            throw new SecretException("secret '" + name + "': "
                    + (found == null
                            ? "there is no Secret " + namespace + "/" + object
                            : "Secret " + namespace + "/" + object + " has no key " + key)
                    + "; make it before applying");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(data)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SecretException(
                    "secret '" + name + "': key " + key + " of Secret " + namespace + "/" + object
                            + " is not UTF-8 text",
                    e);
        }
    }

    private static Application withDigestKey(Application application) {
        return Application.builder()
                .from(application)
                .putSecrets(DIGEST_KEY, new dev.parallax.model.Secret.Password(DIGEST_KEY_LENGTH))
                .build();
    }

    private static SecretMaterial material(Map<String, SecretValue> values) {
        if (!(values.get(DIGEST_KEY) instanceof SecretValue.Single key)) {
            throw new IllegalStateException("a generated password is a single text");
        }
        return new SecretMaterial(values, key.text());
    }

    /** False when somebody else made a generated secret first. */
    private boolean put(String namespace, Application application, String name, SecretValue value) {
        Secret object = SecretObjects.of(application.name(), namespace, name, value);
        object.getMetadata().setName(objectName(application.name(), name));
        dev.parallax.model.Secret source = application.secrets().get(name);
        if (source != null && !source.generated()) {
            cluster.apply(object);
            return true;
        }
        return cluster.createIfAbsent(object);
    }

    /** The other applications of the namespace have a digest key, too, and no secret of a definition has a dot in its name. */
    static String objectName(String application, String secret) {
        return secret.equals(DIGEST_KEY) ? application + ".digest-key" : secret;
    }

    private SecretMaterial reread(String namespace, Application application) {
        Map<String, SecretValue> stored = stored(namespace, application.name());
        SecretMaterial again = resolve(namespace, application, stored);
        again.values().forEach((name, value) -> {
            if (!value.equals(stored.get(name))) {
                throw new BackendException("kubernetes: Secret " + namespace + "/"
                        + objectName(application.name(), name)
                        + " exists and does not belong to application " + application.name()
                        + "; rename the secret in the definition or remove the object");
            }
        });
        return again;
    }

    private Map<String, SecretValue> stored(String namespace, String application) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        objects(namespace, application).forEach(object -> SecretObjects.value(object)
                .ifPresent(value -> values.put(StatusReader.label(object, Names.SECRET), value)));
        return values;
    }

    private java.util.List<Secret> objects(String namespace, String application) {
        return cluster.call("list secrets in " + namespace, () -> cluster.client()
                .secrets()
                .inNamespace(namespace)
                .withLabel(Names.APPLICATION, application)
                .withLabel(Names.SECRET)
                .list()
                .getItems());
    }
}
