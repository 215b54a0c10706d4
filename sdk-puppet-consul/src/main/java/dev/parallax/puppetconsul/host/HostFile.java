package dev.parallax.puppetconsul.host;

import java.nio.charset.StandardCharsets;

/** A file for a host. */
public final class HostFile {
    private final byte[] content;
    private final boolean executable;

    HostFile(byte[] content, boolean executable) {
        this.content = content.clone();
        this.executable = executable;
    }

    /** What it holds. */
    public byte[] content() {
        return content.clone();
    }

    /** What it holds, as text. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Whether it is a program. */
    public boolean executable() {
        return executable;
    }
}
