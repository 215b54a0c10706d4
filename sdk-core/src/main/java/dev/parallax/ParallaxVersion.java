package dev.parallax;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Parallax this is. {@code commit}: the one it was built from, in full; absent when the build could not tell, as from a source archive;
 * {@code modified}: files that the commit has were different from it.
 */
public record ParallaxVersion(String number, Optional<String> commit, boolean modified) {
    private static final String DIRTY = "-dirty";

    /** The version of the program that runs, as its build wrote it down. */
    public static ParallaxVersion ofThisProgram() {
        Properties written = new Properties();
        try (InputStream stream = ParallaxVersion.class.getResourceAsStream("version.properties")) {
            if (stream != null) {
                written.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not read which version this is", e);
        }
        return of(written.getProperty("number", "development"), written.getProperty("description", ""));
    }

    /** {@code description}: what {@code git describe} says of a tree, a commit that ends in {@code -dirty} when files differ; or nothing. */
    static ParallaxVersion of(String number, String description) {
        boolean modified = description.endsWith(DIRTY);
        String commit = modified ? description.substring(0, description.length() - DIRTY.length()) : description;
        return commit.matches("[0-9a-f]{40,64}")
                ? new ParallaxVersion(number, Optional.of(commit), modified)
                : new ParallaxVersion(number, Optional.empty(), false);
    }

    /** The commit in words, such as {@code 6a984b0..., modified}, or {@code unknown}. */
    public String commitText() {
        return commit.map(id -> modified ? id + ", modified" : id).orElse("unknown");
    }

    @Override
    public String toString() {
        return number + ", commit " + commitText();
    }
}
