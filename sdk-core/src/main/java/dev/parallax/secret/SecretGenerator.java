package dev.parallax.secret;

import dev.parallax.model.KeyAlgorithm;
import dev.parallax.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the values of generated secrets. */
public final class SecretGenerator {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int FERNET_KEY_BYTES = 32;
    private static final int PEM_LINE = 64;

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
            files.put(Integer.toString(key), fernetKey());
        }
        return new SecretValue.Keys(files);
    }

    /** A private key and its public one, each as OpenSSL writes it. */
    public SecretValue generate(Secret.KeyPair secret) {
        KeyPair pair = generator(secret.algorithm()).generateKeyPair();
        Map<String, String> files = new LinkedHashMap<>();
        files.put(Secret.KeyPair.PRIVATE, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        files.put(Secret.KeyPair.PUBLIC, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        return new SecretValue.Keys(files);
    }

    private KeyPairGenerator generator(KeyAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case EC_P256 -> {
                    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
                    curve.initialize(new ECGenParameterSpec("secp256r1"), random);
                    yield curve;
                }
                case ED25519 -> {
                    KeyPairGenerator curve = KeyPairGenerator.getInstance("Ed25519");
                    curve.initialize(NamedParameterSpec.ED25519, random);
                    yield curve;
                }
                case RSA_2048 -> rsa(2048);
                case RSA_3072 -> rsa(3072);
                case RSA_4096 -> rsa(4096);
            };
        } catch (GeneralSecurityException e) {
            throw new SecretException("this Java makes no " + algorithm.words() + " keys; use another one", e);
        }
    }

    private KeyPairGenerator rsa(int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(bits, random);
        return rsa;
    }

    /** As RFC 7468 wants it of who makes one, with a line end at its end. */
    private static String pem(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /**
     * Keys of the same names after one rotation, as {@code keystone-manage fernet_rotate} does it: the staged key {@code 0} becomes the primary one,
     * the oldest of those that only decrypt goes, and a new one is staged. Whoever still has the keys of before knows the new primary one.
     */
    public SecretValue next(Secret.FernetKeys secret, SecretValue.Keys present) {
        List<String> kept = new ArrayList<>(present.files().entrySet().stream()
                .sorted(Comparator.comparingInt(key -> Integer.parseInt(key.getKey())))
                .map(Map.Entry::getValue)
                .toList());
        Collections.rotate(kept, -1);
        int room = Math.min(kept.size(), secret.count() - 1);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("0", fernetKey());
        for (String key : kept.subList(kept.size() - room, kept.size())) {
            files.put(Integer.toString(files.size()), key);
        }
        return new SecretValue.Keys(files);
    }

    private String fernetKey() {
        byte[] bytes = new byte[FERNET_KEY_BYTES];
        random.nextBytes(bytes);
        return new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.US_ASCII);
    }
}
