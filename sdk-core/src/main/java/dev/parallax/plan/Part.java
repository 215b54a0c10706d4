package dev.parallax.plan;

import java.util.Locale;

/** One thing of an application that comes up at some time of a rollout. */
public record Part(Kind kind, String name) {
    public static Part service(String name) {
        return new Part(Kind.SERVICE, name);
    }

    public static Part step(String name) {
        return new Part(Kind.STEP, name);
    }

    public static Part role(String name) {
        return new Part(Kind.ROLE, name);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name;
    }

    /** What a part is. */
    public enum Kind {
        SERVICE,
        STEP,
        ROLE
    }
}
