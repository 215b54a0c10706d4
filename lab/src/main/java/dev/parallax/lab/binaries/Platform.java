package dev.parallax.lab.binaries;

import dev.parallax.lab.LabException;
import java.util.Locale;

/** An operating system and a processor, by the names that Go has for them. */
record Platform(String os, String arch) {
    /** This machine's. Containers run on it as they are, so it is also theirs. */
    static Platform current() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return new Platform(
                "linux",
                switch (arch) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> throw new LabException("the lab runs on amd64 and arm64, not on " + arch);
                });
    }

    /** The text with {@code {os}} and {@code {arch}} filled in. */
    String fill(String template) {
        return template.replace("{os}", os).replace("{arch}", arch);
    }

    @Override
    public String toString() {
        return os + "-" + arch;
    }
}
