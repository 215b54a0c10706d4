package dev.parallax.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is gathered while a document is read: where everything stands, and what is wrong with it. */
final class Reading {
    private static final int MOST_PROBLEMS = 500;

    private final String file;
    private final Path folder;
    private final Path home;
    /** Of the overlays that were merged into this document, by their names. */
    private final Map<String, Path> overlays = new HashMap<>();

    private final Map<DocumentPath, Position> positions = new HashMap<>();
    /** By mapping: where an overlay says that one of its keys is not to be there, the last that was removed at the end. */
    private final Map<DocumentPath, Map<DocumentPath, Position>> removals = new HashMap<>();
    /** What stands below a path. */
    private final Map<DocumentPath, Set<String>> keys = new HashMap<>();

    private final Gaps gaps = new Gaps();
    private final List<Problem> problems = new ArrayList<>();
    private int untold;

    Reading(String file, Path folder) {
        this(file, folder, folder);
    }

    /** Of an overlay; {@code home} is the folder of the definition that it is merged into. */
    Reading(String file, Path folder, Path home) {
        this.file = file;
        this.folder = folder;
        this.home = home;
    }

    /** The folder that files named by the document are relative to. */
    Path folder() {
        return folder;
    }

    /** The name of a file beside this document as the definition that it is merged into has to write it. */
    String atHome(String name) {
        return LocalFiles.relocate(name, folder, home);
    }

    /**
     * The text of a file that is named there. It lies below the folder of the definition, or below that of the overlay that names it:
     * a definition that somebody else wrote takes no other file of whoever applies it with it.
     */
    String text(String name, DocumentPath path) {
        return LocalFiles.readBelow(folder, overlays.getOrDefault(origin(path).file(), folder), name);
    }

    void removed(DocumentPath path, Position position) {
        removals.remove(path);
        if (path.parent() != null) {
            Map<DocumentPath, Position> siblings =
                    removals.computeIfAbsent(path.parent(), parent -> new LinkedHashMap<>());
            siblings.remove(path);
            siblings.put(path, position);
        }
    }

    /** Where an overlay removed what would stand there, by itself or with what it was a part of. */
    Optional<Position> removal(DocumentPath path) {
        for (@Nullable DocumentPath part = path;
                part != null && part.parent() != null && !positions.containsKey(part);
                part = part.parent()) {
            @Nullable
            Position removed = removals.getOrDefault(part.parent(), Map.of()).get(part);
            if (removed != null) {
                return Optional.of(removed);
            }
        }
        return Optional.empty();
    }

    /** The keys that overlays removed from a mapping which still stands, the last of them at the end. */
    List<DocumentPath> removedKeys(DocumentPath mapping) {
        return removals.getOrDefault(mapping, Map.of()).keySet().stream()
                .filter(key -> !positions.containsKey(key))
                .toList();
    }

    /** Problems and removals of an overlay that became a part of this document. */
    void take(Reading overlay) {
        overlays.put(overlay.file, overlay.folder);
        overlay.problems.forEach(this::add);
        untold += overlay.untold;
        overlay.removals.values().forEach(keys -> keys.forEach(this::removed));
        gaps.take(overlay.gaps);
    }

    void place(DocumentPath path, Position position) {
        positions.put(path, position);
        if (path.parent() != null) {
            keys.computeIfAbsent(path.parent(), parent -> new LinkedHashSet<>())
                    .add(path.isItem() ? Integer.toString(path.index()) : path.key());
        }
    }

    boolean mentions(DocumentPath path) {
        return positions.containsKey(path);
    }

    /** What stands below a path, readable or not. */
    Set<String> keys(DocumentPath path) {
        return Collections.unmodifiableSet(keys.getOrDefault(path, Set.of()));
    }

    Gaps gaps() {
        return gaps;
    }

    /** That what stands there cannot be read, or is missing. */
    void problem(DocumentPath path, String message, String hint) {
        gaps.unreadable(path);
        report(path, message, hint);
    }

    /** At the place of the path, of its removal, or of the nearest part of it that is written. */
    void report(DocumentPath path, String message, String hint) {
        reportAt(origin(path), path, message, hint);
    }

    private Position origin(DocumentPath path) {
        return removal(path).orElseGet(() -> placeOf(path));
    }

    /** Where an overlay set or removed what is the cause of a problem that is told elsewhere; the last of several causes. */
    Optional<Position> overlaid(List<DocumentPath> causes, DocumentPath told) {
        String there = origin(told).file();
        return causes.stream()
                .map(this::origin)
                .filter(cause -> !cause.file().equals(file) && !cause.file().equals(there))
                .reduce((first, last) -> last);
    }

    private Position placeOf(DocumentPath path) {
        for (@Nullable DocumentPath known = path; known != null; known = known.parent()) {
            @Nullable Position position = positions.get(known);
            if (position != null) {
                return position;
            }
        }
        return new Position(file, 0, 0);
    }

    void reportAt(Position position, DocumentPath path, String message, String hint) {
        add(new Problem(position.file(), position.line(), position.column(), path.text(), message, hint));
    }

    private void add(Problem problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        } else {
            untold++;
        }
    }

    /** In the order of the file; at the end, how many more there are. */
    List<Problem> problems() {
        List<Problem> told = new ArrayList<>(
                problems.stream().distinct().sorted(Problem.ORDER).toList());
        if (untold > 0) {
            told.add(new Problem(file, 0, 0, "", "has " + untold + " problems more", "correct these first"));
        }
        return List.copyOf(told);
    }
}
