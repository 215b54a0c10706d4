package dev.parallax.puppetconsul.consul;

import java.util.Optional;

/** A key, its text, the index of its last change, and the session that holds its lock. The text may be secret. */
public record KvEntry(String key, String value, long modifyIndex, Optional<String> session) {
    @Override
    public String toString() {
        return key + "@" + modifyIndex;
    }
}
