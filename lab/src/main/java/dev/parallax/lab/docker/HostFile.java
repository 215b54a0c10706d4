package dev.parallax.lab.docker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file to write on a host, owned by root. */
public final class HostFile {
    private final String path;
    private final byte[] content;
    private final int mode;

    /**
     * A file of bytes.
     *
     * @param path absolute; missing directories above it are made
     * @param mode permissions, octal {@code 0644}
     */
    public HostFile(String path, byte[] content, int mode) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a file on a host begins with /: " + path);
        }
        this.path = path;
        this.content = content.clone();
        this.mode = mode;
    }

    /** A text file that everyone may read. */
    public static HostFile text(String path, String content) {
        return new HostFile(path, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    /** A text file for root alone. */
    public static HostFile secret(String path, String content) {
        return new HostFile(path, content.getBytes(StandardCharsets.UTF_8), 0600);
    }

    /** A text file that everyone may run. */
    public static HostFile executable(String path, String content) {
        return new HostFile(path, content.getBytes(StandardCharsets.UTF_8), 0755);
    }

    /** Where it goes. */
    public String path() {
        return path;
    }

    /** Tells contents apart: SHA-256, in hexadecimal digits. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] content() {
        return content;
    }

    int mode() {
        return mode;
    }

    /** The path and the size: the content may be secret. */
    @Override
    public String toString() {
        return path + " (" + content.length + " bytes)";
    }
}
