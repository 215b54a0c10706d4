package dev.parallax.definition;

import java.util.regex.Pattern;

/** Whether each % of a path begins an escape: to one that does not, those who ask differ in what they do, and some never ask. */
final class Escapes {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private Escapes() {}

    static void check(String path, DocumentPath place, Findings findings) {
        findings.addUnless(
                !BROKEN.matcher(path).find(),
                place,
                "has a % that two hexadecimal digits do not follow",
                "write %25 for a % itself");
    }
}
