package dev.parallax.definition;

import java.time.Duration;

/** Times that must pass. */
final class Times {
    private Times() {}

    static void positive(Duration duration, DocumentPath path, Findings findings) {
        findings.addUnless(
                !duration.isNegative() && !duration.isZero(),
                path,
                "is " + DurationText.format(duration),
                "write a time longer than 0s");
    }
}
