package dev.parallax.secret;

import dev.parallax.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the values of generated secrets. */
public final class SecretGenerator {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int FERNET_KEY_BYTES = 32;

    private final SecureRandom random;

    public SecretGenerator(SecureRandom random) {
        this.random = random;
    }

    /** {@code length} letters and digits. */
    public SecretValue generate(Secret.Password secret) {
        StringBuilder text = new StringBuilder(secret.length());
        for (int i = 0; i < secret.length(); i++) {
            text.append(LETTERS_AND_DIGITS.charAt(random.nextInt(LETTERS_AND_DIGITS.length())));
        }
        return new SecretValue.Single(text.toString());
    }

    /** Files {@code 0} to {@code count - 1}, each the URL-safe base64 of 32 random bytes. */
    public SecretValue generate(Secret.FernetKeys secret) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int key = 0; key < secret.count(); key++) {
            byte[] bytes = new byte[FERNET_KEY_BYTES];
            random.nextBytes(bytes);
            files.put(
                    Integer.toString(key), new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.US_ASCII));
        }
        return new SecretValue.Keys(files);
    }
}
