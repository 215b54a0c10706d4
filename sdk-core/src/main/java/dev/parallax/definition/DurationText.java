package dev.parallax.definition;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 1s}, {@code 2m}, {@code 1h}, {@code 1m30s}. */
public final class DurationText {
    /** Longer than anything waits, and fewer seconds than any orchestrator counts to. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");

    private DurationText() {}

    /** Reads a duration; anything else is an {@link IllegalArgumentException} that says what to write. */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (text.isBlank() || !form.matches()) {
            throw new IllegalArgumentException("not a duration: '" + text + "'; write 500ms, 1s, 2m or 1h");
        }
        Duration duration = Duration.ofHours(number(form, 1))
                .plusMinutes(number(form, 2))
                .plusSeconds(number(form, 3))
                .plusMillis(number(form, 4));
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("longer than a year: '" + text + "'; write at most " + format(LONGEST));
        }
        return duration;
    }

    /** Writes a duration, with millisecond precision, in the largest unit that holds it exactly. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static long number(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
