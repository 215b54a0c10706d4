package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory or disk in bytes, written {@code 64Mi}, {@code 1Gi}, {@code 500M} or as plain bytes. */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})(Ki|Mi|Gi|Ti|k|M|G|T)?");

    public ByteSize {
        if (bytes <= 0) {
            throw new IllegalArgumentException("size must be positive: " + bytes);
        }
    }

    /** Reads {@code 64Mi}, {@code 1Gi}, {@code 500M} or bytes; anything else is an {@link IllegalArgumentException}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException("not a size: '" + text + "'; write 64Mi, 1Gi, 500M or bytes");
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), factor(form.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("size too large: '" + text + "'", e);
        }
    }

    private static long factor(@org.jspecify.annotations.Nullable String unit) {
        return switch (unit == null ? "" : unit) {
            case "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            case "Ti" -> 1L << 40;
            case "k" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            default -> 1L;
        };
    }

    @JsonValue
    @Override
    public String toString() {
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "Gi";
        }
        if (bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "Mi";
        }
        if (bytes % (1L << 10) == 0) {
            return (bytes >> 10) + "Ki";
        }
        return Long.toString(bytes);
    }
}
