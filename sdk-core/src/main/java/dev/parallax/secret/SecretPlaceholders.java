package dev.parallax.secret;

import dev.parallax.model.KeyAlgorithm;
import dev.parallax.model.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What stands in rendered files in place of secret values: {@code @{secret.NAME}}, or {@code @{secret.NAME.KEY}}. No YAML value may
 * begin like that without quotes, so that a file whose values were not filled in is refused by whoever reads it.
 */
public final class SecretPlaceholders {
    private static final Pattern QUOTED = Pattern.compile("([\"'])(@\\{secret\\.[^}\"']+})\\1(?=\\n|$)");

    private SecretPlaceholders() {}

    /** A placeholder for every text of these secrets. */
    public static Map<String, SecretValue> of(Map<String, Secret> secrets) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        secrets.forEach((name, secret) -> values.put(name, of(name, secret)));
        return values;
    }

    private static SecretValue of(String name, Secret secret) {
        if (secret.hasKeys()) {
            Map<String, String> files = new LinkedHashMap<>();
            secret.keyNames().forEach(key -> files.put(key, text(name + "." + key)));
            return new SecretValue.Keys(files);
        }
        return new SecretValue.Single(text(name));
    }

    private static String options(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case EC_P256 -> "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
            case ED25519 -> "-algorithm ED25519";
            case RSA_2048 -> "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
            case RSA_3072 -> "-algorithm RSA -pkeyopt rsa_keygen_bits:3072";
            case RSA_4096 -> "-algorithm RSA -pkeyopt rsa_keygen_bits:4096";
        };
    }

    /** The placeholder of {@code NAME} or {@code NAME.KEY}. */
    public static String text(String name) {
        return "@{secret." + name + "}";
    }

    /** Takes the quotes off values of a YAML text that are a placeholder and nothing else, so that they must be filled in. */
    public static String unquoted(String yaml) {
        return QUOTED.matcher(yaml).replaceAll("$2");
    }

    /** How a value is had, for the one who fills it in. */
    public static String described(Secret secret) {
        if (secret instanceof Secret.Password password) {
            return password.length() + " letters and digits";
        }
        if (secret instanceof Secret.FernetKeys) {
            return "32 random bytes each, in URL-safe base64: `openssl rand -base64 32 | tr +/ -_`";
        }
        if (secret instanceof Secret.KeyPair pair) {
            return "a private key and its public one in PEM: `openssl genpkey " + options(pair.algorithm())
                    + " -out private` and `openssl pkey -in private -pubout -out public`";
        }
        return "what is held by " + secret.source();
    }
}
