package dev.parallax.definition;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Paths on a host: absolute and normal. */
final class Paths {
    private static final Pattern PLAIN = Pattern.compile("[-_./a-zA-Z0-9@+=,~]*");

    private Paths() {}

    static void check(String path, DocumentPath place, Findings findings) {
        if (!path.startsWith("/")) {
            findings.add(place, "'" + Names.shortened(path) + "' is not an absolute path", "start it with /");
        } else if (path.length() < 2
                || path.endsWith("/")
                || path.length() > 1000
                || path.chars().anyMatch(Character::isISOControl)
                || Arrays.stream(path.substring(1).split("/"))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            findings.add(
                    place,
                    "'" + Names.shortened(path) + "' is not a normal path",
                    "write it without '//', '.', '..' and '/' at its end");
        } else if (!PLAIN.matcher(path).matches()) {
            findings.add(
                    place,
                    "'" + Names.shortened(path) + "' is no path that every orchestrator takes",
                    "write letters, digits and / - _ . @ + = , ~");
        }
    }
}
