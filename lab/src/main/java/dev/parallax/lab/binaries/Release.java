package dev.parallax.lab.binaries;

import java.util.List;
import java.util.Map;

/** The executables as their project publishes them. */
public record Release(List<Download> downloads) {
    /** How the published file holds the executables. */
    public enum Packing {
        /** It is the executable. */
        NONE,
        TAR_GZIP,
        ZIP
    }

    /**
     * One published file. {@code {os}} and {@code {arch}} stand for the names that Go has for them.
     *
     * @param sums the project's published SHA-256 sums: a file of "sum name" lines, or of one sum alone
     * @param members path in the file to the executable's name
     */
    public record Download(String url, String sums, Packing packing, Map<String, String> members) {}
}
