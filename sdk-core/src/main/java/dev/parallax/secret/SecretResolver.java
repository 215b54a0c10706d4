package dev.parallax.secret;

import dev.parallax.model.Application;
import dev.parallax.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of an application's secrets: generated ones are made once and then kept, the others are read anew from the
 * environment or a file of whoever applies.
 */
public final class SecretResolver {
    private static final int MOST_BYTES = 1 << 20;

    private final Function<String, @Nullable String> environment;
    private final SecretGenerator generator;
    private final Set<String> rotated;
    private final BiFunction<String, Secret.Existing, String> kept;

    /** {@code environment}: variable to value, null where it is not set. */
    public SecretResolver(Function<String, @Nullable String> environment, SecretGenerator generator) {
        this(environment, generator, Set.of(), (name, existing) -> {
            throw new SecretException("secret '" + name + "': nobody said where to look for " + existing.source());
        });
    }

    private SecretResolver(
            Function<String, @Nullable String> environment,
            SecretGenerator generator,
            Set<String> rotated,
            BiFunction<String, Secret.Existing, String> kept) {
        this.environment = environment;
        this.generator = generator;
        this.rotated = Set.copyOf(rotated);
        this.kept = kept;
    }

    /**
     * One that has values of {@link Secret.Existing} from a backend: by the secret's name and what it says. Where there is none, that is a
     * {@link SecretException}.
     */
    public SecretResolver reading(BiFunction<String, Secret.Existing, String> backend) {
        return new SecretResolver(environment, generator, rotated, backend);
    }

    /** One that takes stored values of these secrets for what they are rotated from: each {@link #resolve} rotates them once more. */
    public SecretResolver rotating(Set<String> secrets) {
        return new SecretResolver(environment, generator, secrets, kept);
    }

    /** With this process's environment and a random source of its own. */
    public static SecretResolver ofThisProcess() {
        return new SecretResolver(System::getenv, new SecretGenerator(new SecureRandom()));
    }

    /**
     * The value of every secret, in the definition's order. {@code stored}: what the orchestrator holds from an earlier
     * deployment; its generated values are taken over unchanged. A missing variable or file is a {@link SecretException}.
     */
    public Map<String, SecretValue> resolve(Application application, Map<String, SecretValue> stored) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        application
                .secrets()
                .forEach((name, secret) ->
                        values.put(name, resolve(name, secret, Optional.ofNullable(stored.get(name)))));
        return values;
    }

    /**
     * As {@link #resolve}, but nothing is made: for a value that would be generated stands {@link #masked}. The same application and the same
     * stored values give the same.
     */
    public Map<String, SecretValue> preview(Application application, Map<String, SecretValue> stored) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        application.secrets().forEach((name, secret) -> {
            Optional<SecretValue> known = Optional.ofNullable(stored.get(name));
            values.put(name, secret.generated() ? known.orElse(masked(secret)) : resolve(name, secret, known));
        });
        return values;
    }

    /** A value of a secret's shape with masks in it. */
    public static SecretValue masked(Secret secret) {
        if (secret.hasKeys()) {
            Map<String, String> files = new LinkedHashMap<>();
            secret.keyNames().forEach(key -> files.put(key, SecretValue.MASK));
            return new SecretValue.Keys(files);
        }
        return new SecretValue.Single(SecretValue.MASK);
    }

    private SecretValue resolve(String name, Secret secret, Optional<SecretValue> stored) {
        if (secret instanceof Secret.Password password) {
            return stored.filter(value -> !rotated.contains(name))
                    .filter(SecretValue.Single.class::isInstance)
                    .orElseGet(() -> generator.generate(password));
        }
        if (secret instanceof Secret.FernetKeys keys) {
            return stored.filter(SecretValue.Keys.class::isInstance)
                    .map(SecretValue.Keys.class::cast)
                    .filter(present -> !isPair(present))
                    .map(present -> rotated.contains(name) ? generator.next(keys, present) : present)
                    .orElseGet(() -> generator.generate(keys));
        }
        if (secret instanceof Secret.KeyPair pair) {
            return stored.filter(value -> !rotated.contains(name))
                    .filter(value -> value instanceof SecretValue.Keys keys && isPair(keys))
                    .orElseGet(() -> generator.generate(pair));
        }
        if (secret instanceof Secret.FromEnvironment reference) {
            return fromEnvironment(name, reference.variable());
        }
        if (secret instanceof Secret.Existing existing) {
            return new SecretValue.Single(kept.apply(name, existing));
        }
        return fromFile(name, ((Secret.FromFile) secret).path());
    }

    /** For a name may have had another kind of keys in an earlier definition. */
    private static boolean isPair(SecretValue.Keys keys) {
        return keys.files().keySet().equals(Set.of(Secret.KeyPair.PRIVATE, Secret.KeyPair.PUBLIC));
    }

    private SecretValue fromEnvironment(String name, String variable) {
        String value = environment.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new SecretException(
                    "secret '" + name + "': environment variable " + variable + " is not set; set it before applying");
        }
        return new SecretValue.Single(value);
    }

    private static SecretValue fromFile(String name, String path) {
        try {
            String text = text(Path.of(path));
            return new SecretValue.Single(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (NoSuchFileException e) {
            throw unreadable(name, path, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw unreadable(name, path, "may not be read", e);
        } catch (CharacterCodingException e) {
            throw unreadable(name, path, "is not UTF-8 text", e);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, path, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Not of regular files only: {@code <(command)} of a shell is a pipe. */
    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static SecretException unreadable(String name, String path, String why, Exception cause) {
        return new SecretException("secret '" + name + "': file " + path + " " + why, cause);
    }
}
