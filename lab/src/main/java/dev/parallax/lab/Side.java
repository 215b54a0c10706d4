package dev.parallax.lab;

import com.fasterxml.jackson.annotation.JsonValue;

/** One of the two clusters that the lab brings up. */
public enum Side {
    KUBERNETES("kubernetes"),
    PUPPET_CONSUL("puppet-consul");

    private final String id;

    Side(String id) {
        this.id = id;
    }

    /** The name in labels, options, paths and documents: {@code kubernetes} or {@code puppet-consul}. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The side of that {@link #id()}; an {@link IllegalArgumentException} names the choices. */
    public static Side of(String id) {
        for (Side side : values()) {
            if (side.id.equals(id)) {
                return side;
            }
        }
        throw new IllegalArgumentException("no such side: " + id + "; the sides are kubernetes and puppet-consul");
    }

    @Override
    public String toString() {
        return id;
    }
}
