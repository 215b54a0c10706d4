package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Processor time in thousandths of a core, written {@code 500m}, {@code 0.5} or {@code 2}. */
public record Cpu(int millis) {
    public Cpu {
        if (millis <= 0) {
            throw new IllegalArgumentException("cpu must be positive: " + millis + "m");
        }
    }

    /** Reads {@code 500m}, {@code 0.5} or {@code 2}; anything else is an {@link IllegalArgumentException}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Cpu parse(String text) {
        String trimmed = text.trim();
        try {
            if (trimmed.endsWith("m")) {
                return new Cpu(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)));
            }
            return new Cpu(new java.math.BigDecimal(trimmed).movePointRight(3).intValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not an amount of cpu: '" + text + "'; write 500m, 0.5 or 2", e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return millis % 1000 == 0 ? Integer.toString(millis / 1000) : millis + "m";
    }
}
