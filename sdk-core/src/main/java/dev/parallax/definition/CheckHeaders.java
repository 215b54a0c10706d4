package dev.parallax.definition;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Headers of a check can be sent by whoever makes it: a kubelet, Consul's agent, a balancer. */
final class CheckHeaders {
    /** HAProxy takes no longer lines. */
    private static final int MOST = 10;

    private static final int LONGEST = 1000;

    /** Those that whoever asks sets by itself. */
    private static final Set<String> CONNECTION = Set.of(
            "connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    private CheckHeaders() {}

    static void check(Map<String, String> headers, DocumentPath path, Findings findings) {
        findings.addUnless(headers.size() <= MOST, path, "are " + headers.size(), "write at most " + MOST);
        Set<String> seen = new HashSet<>();
        headers.forEach((name, value) -> {
            DocumentPath place = path.child(name);
            String lower = name.toLowerCase(Locale.ROOT);
            Names.CHECK_HEADER.check(name, place, findings);
            findings.addUnless(seen.add(lower), place, "is there twice: headers have no case", "remove one of them");
            findings.addUnless(
                    !CONNECTION.contains(lower), place, "is of the connection and not of a check", "remove it");
            value(value, place, findings);
        });
    }

    private static void value(String value, DocumentPath place, Findings findings) {
        Optional<String> variable = Braces.variable(value);
        variable.ifPresent(name -> findings.add(
                place,
                "{{" + name + "}} is not filled in in a header of a check",
                "write the value itself, or ask with exec"));
        findings.addUnless(!value.isEmpty(), place, "is empty", "write a value, or remove it");
        findings.addUnless(
                value.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                        && value.strip().equals(value),
                place,
                "has a character that headers of checks have not, or a space at an end",
                "write visible ASCII, with spaces only in between");
        findings.addUnless(
                value.length() <= LONGEST, place, "has " + value.length() + " characters", "write at most " + LONGEST);
    }
}
