package dev.parallax.definition;

import java.util.regex.Pattern;

/**
 * Places of a host that are no application's. On a fleet files of components lie at their real paths, where every process of the host
 * finds them, and storage is laid over its path.
 */
final class HostPaths {
    private static final Pattern FOLDERS = Pattern.compile(
            "/(bin|boot|dev|etc|home|lib|lib32|lib64|libx32|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)"
                    + "|/usr/(bin|include|lib|libexec|local|sbin|share|src)|/usr/local/(bin|etc|lib|sbin|share)"
                    + "|/var/(backups|cache|lib|local|lock|log|mail|opt|run|spool|tmp)|/etc/(default|ssl|ssl/certs|ssl/private)");

    /** What a host starts, names and lets in by, and what Parallax and the tools it uses keep on it; with all that is below. */
    private static final Pattern WORKINGS = Pattern.compile("("
            + String.join(
                    "|",
                    "/(boot|dev|proc|sys)",
                    "/(usr/)?(bin|sbin|lib32|lib64|libx32)",
                    "/(usr/)?lib/(modules|parallax|systemd|[a-z0-9_]+-linux-[a-z0-9]+)",
                    "/(var/)?run/(parallax|systemd)",
                    "/var/lib/(consul|dpkg|parallax|systemd)",
                    "/etc/(alternatives|apt|consul\\.d|init\\.d|network|pam\\.d|parallax|puppet|puppetlabs|security|ssh|systemd|udev)",
                    "/etc/(cron[a-z.]*|profile|profile\\.d|rc[0-9S]\\.d|bash\\.bashrc|environment)",
                    "/etc/(fstab|hostname|hosts|machine-id|mtab|nsswitch\\.conf|resolv\\.conf)",
                    "/etc/(group|gshadow|passwd|shadow|subgid|subuid)-?",
                    "/etc/(ld\\.so\\.[a-z.]+|sudoers|sudoers\\.d)",
                    "/(root|home/[^/]+)/\\.[^/]+")
            + ")(/.*)?");

    private HostPaths() {}

    /** Refuses a path that is a host's own; {@code own}: one that an application may have instead. */
    static void refuse(String path, String own, DocumentPath place, Findings findings) {
        boolean fine = !WORKINGS.matcher(own).matches();
        String hint = "choose a path of the application's own, such as "
                + (fine ? own : own.replaceFirst("^/(etc|var/lib)/", "/srv/"));
        if (FOLDERS.matcher(path).matches()) {
            findings.add(place, "is a folder of the system", hint);
        } else if (WORKINGS.matcher(path).matches()) {
            findings.add(place, "belongs to the host itself", hint);
        }
    }
}
