package dev.parallax.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that is rendered to, with an index of what was rendered there last: what the present definition no longer has is removed, and
 * nothing else. The index is in the form of {@code sha256sum}, so that a file is known again by what is in it.
 */
final class RenderedFolder {
    static final String INDEX = ".parallax-rendered";
    private static final Pattern ENTRY = Pattern.compile("(?<digest>[0-9a-f]{64})  (?<path>.+)");

    private final Path folder;
    private final Path index;
    private final SortedMap<String, String> earlier = new TreeMap<>();

    private RenderedFolder(Path folder) {
        this.folder = folder;
        this.index = folder.resolve(INDEX);
    }

    static RenderedFolder of(Path folder) throws IOException {
        RenderedFolder rendered = new RenderedFolder(folder);
        if (Files.exists(rendered.index)) {
            rendered.readIndex();
        }
        return rendered;
    }

    /** Refuses what cannot become a folder. */
    static void requireFolder(Path to) {
        if (to.toString().isBlank()) {
            throw new UsageException("--to: names no folder; write . for the present one");
        }
        for (Path part = to.toAbsolutePath(); part != null; part = part.getParent()) {
            if (Files.exists(part) && !Files.isDirectory(part)) {
                throw new UsageException("--to: " + part + " is a file; name a folder, which may be new");
            }
        }
    }

    private void readIndex() throws IOException {
        for (String line : Files.readAllLines(index)) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches() || !isBelow(entry.group("path"))) {
                throw new UsageException(
                        "--to: " + index + " is not what `render` leaves there; remove it, or name another folder");
            }
            earlier.put(entry.group("path"), entry.group("digest"));
        }
    }

    private boolean isBelow(String path) {
        Path whole = folder.toAbsolutePath().normalize();
        Path file = whole.resolve(path).normalize();
        return file.startsWith(whole) && !file.equals(whole);
    }

    /**
     * Writes these texts by their paths in the folder, and removes what an earlier definition left; all of that or, if refused, nothing. Returns
     * the files it wrote.
     */
    List<String> write(SortedMap<String, String> texts) throws IOException {
        SortedMap<String, String> left = left(texts);
        SortedMap<String, String> present = new TreeMap<>();
        texts.forEach((path, text) -> present.put(path, digest(text.getBytes(StandardCharsets.UTF_8))));
        SortedMap<String, String> both = new TreeMap<>(present);
        both.putAll(left);
        // Ended in between, the next knows of either.
        writeIndex(both);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            OutputFile.write(folder.resolve(text.getKey()), text.getValue(), "--to", "folder");
        }
        for (String path : left.keySet()) {
            remove(folder.resolve(path));
        }
        writeIndex(present);
        return texts.keySet().stream()
                .map(path -> folder.resolve(path).toString())
                .toList();
    }

    /** What an earlier one wrote and this one does not. One that was changed since is somebody's work: it is refused. */
    private SortedMap<String, String> left(SortedMap<String, String> texts) throws IOException {
        SortedMap<String, String> left = new TreeMap<>(earlier);
        left.keySet().removeAll(texts.keySet());
        left.keySet().removeIf(path -> !Files.isRegularFile(folder.resolve(path)));
        for (Map.Entry<String, String> entry : left.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            if (!digest(Files.readAllBytes(file)).equals(entry.getValue())) {
                throw new UsageException(
                        "--to: " + file + " was rendered before, is not part of this definition and was"
                                + " changed since; move it away, or name another folder");
            }
        }
        return left;
    }

    private void writeIndex(SortedMap<String, String> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (path, digest) -> text.append(digest).append("  ").append(path).append('\n'));
        OutputFile.write(index, text.toString(), "--to", "folder");
    }

    /** Also the folders that it leaves empty. */
    private void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        try {
            for (Path parent = file.getParent();
                    parent != null && !parent.equals(folder);
                    parent = parent.getParent()) {
                Files.delete(parent);
            }
        } catch (DirectoryNotEmptyException e) {
            // Something else is in it.
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
