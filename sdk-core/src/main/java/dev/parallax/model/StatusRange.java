package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statuses of HTTP, both ends included, written {@code 200} or {@code 200-299}. */
public record StatusRange(int from, int to) {
    /** What counts as success where nothing else is said. */
    public static final StatusRange SUCCESS = new StatusRange(200, 399);

    private static final int FIRST = 200;
    private static final int LAST = 599;
    private static final Pattern FORM = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");

    public StatusRange {
        if (from < FIRST || from > to || to > LAST) {
            throw new IllegalArgumentException("not statuses of answers: " + from + "-" + to);
        }
    }

    /** Reads {@code 200} or {@code 200-299}; anything else is an {@link IllegalArgumentException}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StatusRange parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (form.matches()) {
            int from = Integer.parseInt(form.group(1));
            int to = form.group(2) == null ? from : Integer.parseInt(form.group(2));
            if (from >= FIRST && from <= to && to <= LAST) {
                return new StatusRange(from, to);
            }
        }
        throw new IllegalArgumentException(
                "not a status or a range of them from 200 to 599: '" + text + "'; write 204 or 200-299");
    }

    public boolean contains(int status) {
        return status >= from && status <= to;
    }

    /** Whether all of the other's statuses are of this one's. */
    public boolean covers(StatusRange other) {
        return contains(other.from) && contains(other.to);
    }

    @JsonValue
    @Override
    public String toString() {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }
}
