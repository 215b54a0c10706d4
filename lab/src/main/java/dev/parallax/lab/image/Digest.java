package dev.parallax.lab.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over named contents. */
final class Digest {
    private final MessageDigest digest;

    Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    Digest add(String name, byte[] content) {
        digest.update((name.length() + ":" + name + content.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
        return this;
    }

    Digest add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** 64 hex digits. Ends this digest. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
