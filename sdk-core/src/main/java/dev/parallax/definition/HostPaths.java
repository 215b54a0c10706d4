package dev.parallax.definition;

import java.util.regex.Pattern;

/**
 * Places of a host that are no application's. On a fleet files of components lie at their real paths, where every process of the host
 * finds them, and storage is laid over its path.
 */
final class HostPaths {
    private static final Pattern FOLDERS = Pattern.compile(
            "/(bin|boot|dev|etc|home|lib|lib32|lib64|libx32|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|var/lib|var/log|var/run)"
                    + "|/usr/(bin|lib|sbin|share)");

    /** What a host starts, names and lets in by, and what Parallax and the tools it uses keep on it; with all that is below. */
    private static final Pattern WORKINGS = Pattern.compile("("
            + String.join(
                    "|",
                    "/(boot|dev|proc|sys)",
                    "/(usr/)?(bin|sbin|lib32|lib64|libx32)",
                    "/(usr/)?lib/(modules|parallax|systemd)",
                    "/(var/)?run/(parallax|systemd)",
                    "/var/lib/(consul|dpkg|parallax|systemd)",
                    "/etc/(apt|consul\\.d|network|parallax|puppet|puppetlabs|ssh|systemd)",
                    "/etc/(fstab|hostname|hosts|machine-id|mtab|nsswitch\\.conf|resolv\\.conf)",
                    "/etc/(group|gshadow|passwd|shadow|subgid|subuid)-?",
                    "/etc/(ld\\.so\\.[a-z.]+|sudoers|sudoers\\.d)")
            + ")(/.*)?");

    private HostPaths() {}

    /** Refuses a path that is a host's own; {@code own}: one that an application may have instead. */
    static void refuse(String path, String own, DocumentPath place, Findings findings) {
        String hint = "choose a path of the application's own, such as " + own;
        if (FOLDERS.matcher(path).matches()) {
            findings.add(place, "is a folder of the system", hint);
        } else if (WORKINGS.matcher(path).matches()) {
            findings.add(place, "belongs to the host itself", hint);
        }
    }
}
