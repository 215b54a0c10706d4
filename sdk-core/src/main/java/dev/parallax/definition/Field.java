package dev.parallax.definition;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of an object. A required one has a value that stands in for it after its absence was reported, so that the rest can be
 * checked; an optional one may have a default. {@code onlyWith}: keys of which one must be there too.
 */
record Field<V>(
        String name, Form<V> form, Kind kind, @Nullable V fallback, List<String> onlyWith, String description) {

    /** Whether a key must be written. */
    enum Kind {
        REQUIRED,
        DEFAULTED,
        OPTIONAL
    }

    static <V> Field<V> required(String name, Form<V> form, V standIn, String description) {
        return new Field<>(name, form, Kind.REQUIRED, standIn, List.of(), description);
    }

    static <V> Field<V> defaulted(String name, Form<V> form, V value, String description) {
        return new Field<>(name, form, Kind.DEFAULTED, value, List.of(), description);
    }

    static <V> Field<V> optional(String name, Form<V> form, String description) {
        return new Field<>(name, form, Kind.OPTIONAL, null, List.of(), description);
    }

    Field<V> onlyWith(String... names) {
        return new Field<>(name, form, kind, fallback, List.of(names), description);
    }

    boolean isRequired() {
        return kind == Kind.REQUIRED;
    }

    /** How the default is written; empty where there is none or it is empty itself. */
    Optional<String> defaultText() {
        if (kind != Kind.DEFAULTED || fallback == null) {
            return Optional.empty();
        }
        String text = form.format(fallback);
        return text.equals("{}") || text.equals("[]") ? Optional.empty() : Optional.of(text);
    }
}
