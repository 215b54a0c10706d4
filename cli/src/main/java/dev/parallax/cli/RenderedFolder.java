package dev.parallax.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that is rendered to, with an index of what was rendered there last: what the present definition no longer has is removed, and
 * nothing else. The index is in the form of {@code sha256sum}, so that a file is known again by what is in it: what somebody changed since, or made
 * a link, is neither replaced nor removed unless that is asked for. Links are never followed.
 */
final class RenderedFolder {
    static final String INDEX = ".parallax-rendered";
    static final String FORCE = "--force";
    private static final int MOST_NAMED = 10;
    private static final Pattern ENTRY = Pattern.compile("(?<digest>[0-9a-f]{64})  (?<path>.+)");

    private final Path folder;
    private final Path index;
    /** Of a file more than one digest when its last render was ended in between. */
    private final SortedMap<String, SortedSet<String>> earlier = new TreeMap<>();

    private RenderedFolder(Path folder) {
        this.folder = folder;
        this.index = folder.resolve(INDEX);
    }

    static RenderedFolder of(Path folder) throws IOException {
        RenderedFolder rendered = new RenderedFolder(folder);
        if (Files.exists(rendered.index, LinkOption.NOFOLLOW_LINKS)) {
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
        if (!isPlain(index)) {
            throw strangeIndex();
        }
        for (String line : Files.readAllLines(index)) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches() || !isBelow(entry.group("path"))) {
                throw strangeIndex();
            }
            earlier.computeIfAbsent(entry.group("path"), path -> new TreeSet<>())
                    .add(entry.group("digest"));
        }
    }

    private UsageException strangeIndex() {
        return new UsageException(
                "--to: " + index + " is not what `render` leaves there; remove it, or name another folder");
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
    List<String> write(SortedMap<String, String> texts, Changed changed) throws IOException {
        SortedMap<String, SortedSet<String>> present = new TreeMap<>();
        texts.forEach((path, text) ->
                present.put(path, new TreeSet<>(Set.of(digest(text.getBytes(StandardCharsets.UTF_8))))));
        SortedMap<String, SortedSet<String>> left = left(texts);
        requirePlaces(present.keySet());
        requirePlaces(left.keySet());
        if (changed == Changed.REFUSED) {
            requireOwn();
            requireUnchanged(
                    present,
                    "were changed since they were rendered, or are not of an earlier one, and would be replaced",
                    "write to another folder and take over what differs");
            requireUnchanged(
                    left,
                    "were rendered before, are not part of this definition and were changed since",
                    "move them away, name another folder");
        }
        SortedMap<String, SortedSet<String>> both = new TreeMap<>(left);
        present.forEach((path, digests) -> {
            SortedSet<String> either = new TreeSet<>(digests);
            either.addAll(earlier.getOrDefault(path, new TreeSet<>()));
            both.put(path, either);
        });
        // Ended in between, the next knows of either.
        writeIndex(both);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            writeWhole(folder.resolve(text.getKey()), text.getValue());
        }
        for (String path : left.keySet()) {
            remove(folder.resolve(path));
        }
        writeIndex(present);
        return texts.keySet().stream()
                .map(path -> folder.resolve(path).toString())
                .toList();
    }

    /** What to do about files that somebody changed, and a folder that is somebody else's. */
    enum Changed {
        REFUSED,
        REPLACED;

        static Changed when(boolean forced) {
            return forced ? REPLACED : REFUSED;
        }
    }

    private void requireOwn() throws IOException {
        if (Files.exists(index) || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new UsageException("--to: " + folder + " is not empty and no earlier run wrote to it;"
                        + " name a new folder, or write to this one with " + FORCE);
            }
        } catch (AccessDeniedException e) {
            throw OutputFile.refused(folder, e, "--to", "folder");
        }
    }

    /** What an earlier one wrote and this one does not. */
    private SortedMap<String, SortedSet<String>> left(SortedMap<String, String> texts) {
        SortedMap<String, SortedSet<String>> left = new TreeMap<>(earlier);
        left.keySet().removeAll(texts.keySet());
        left.keySet().removeIf(path -> !isThere(folder.resolve(path)));
        return left;
    }

    /** A link counts as what it is, and not as what it leads to. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isFolder(file);
    }

    private static boolean isPlain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A folder in the place of a file holds what nobody asked to lose, and through a link the file would be elsewhere. */
    private void requirePlaces(Set<String> paths) {
        for (String path : paths) {
            Path file = folder.resolve(path);
            if (isFolder(file)) {
                throw inTheWay(file, "a folder in the place of a file");
            }
            for (Path parent = file.getParent();
                    parent != null && !parent.equals(folder);
                    parent = parent.getParent()) {
                if (isThere(parent)) {
                    throw inTheWay(parent, "a file or a link in the place of a folder");
                }
            }
        }
    }

    private static UsageException inTheWay(Path path, String what) {
        return new UsageException(
                "--to: " + path + " is " + what + "; move it away, or name another folder; nothing was touched");
    }

    /** What is neither as the last one left it nor as it will be is somebody's work. */
    private void requireUnchanged(SortedMap<String, SortedSet<String>> wanted, String what, String instead)
            throws IOException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, SortedSet<String>> entry : wanted.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            SortedSet<String> known = new TreeSet<>(entry.getValue());
            known.addAll(earlier.getOrDefault(entry.getKey(), new TreeSet<>()));
            if (isThere(file) && !(isPlain(file) && known.contains(digest(Files.readAllBytes(file))))) {
                changed.add(file.toString());
            }
        }
        if (!changed.isEmpty()) {
            int more = changed.size() - MOST_NAMED;
            throw new UsageException("--to: files " + what + ": "
                    + changed.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " more" : "") + "; " + instead + ", or use " + FORCE
                    + " and lose the changes; nothing was touched");
        }
    }

    private void writeIndex(SortedMap<String, SortedSet<String>> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        entries.forEach((path, digests) -> digests.forEach(
                digest -> text.append(digest).append("  ").append(path).append('\n')));
        writeWhole(index, text.toString());
    }

    /**
     * All of it or nothing: half a file is neither what was nor what will be, and would be taken for somebody's work. What was there has its mode and owner
     * afterwards, too.
     */
    private static void writeWhole(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".draft");
        OutputFile.write(file, "--to", "folder", () -> {
            try {
                if (isPlain(file)) {
                    Files.copy(file, draft, StandardCopyOption.COPY_ATTRIBUTES);
                }
                Files.writeString(draft, text);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        });
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
