package dev.parallax.kubernetes.manifest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Short digests that say whether content changed. Those over secrets are keyed, so that who may read an annotation cannot try
 * guesses of a weak password against it.
 */
public final class Digest {
    private static final int CHARACTERS = 10;
    private static final String PUBLIC_KEY = "parallax";

    private final Mac mac;

    private Digest(String key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Keyed with a secret of the application. */
    static Digest keyed(String key) {
        return new Digest(key);
    }

    /** Of what is no secret. */
    public static String ofPublic(String... texts) {
        Digest digest = new Digest(PUBLIC_KEY);
        for (String text : texts) {
            digest.add(text);
        }
        return digest.text();
    }

    Digest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        mac.update(bytes);
        return this;
    }

    Digest add(Map<String, String> texts) {
        add(Integer.toString(texts.size()));
        texts.forEach((name, text) -> add(name).add(text));
        return this;
    }

    String text() {
        return HexFormat.of().formatHex(mac.doFinal()).substring(0, CHARACTERS);
    }
}
