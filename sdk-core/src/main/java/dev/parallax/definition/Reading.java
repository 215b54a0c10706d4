package dev.parallax.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is gathered while a document is read: where everything stands, and what is wrong with it. */
final class Reading {
    private static final int MOST_PROBLEMS = 500;

    private final String file;
    private final Path folder;
    private final Path home;
    private final Map<String, Position> positions = new HashMap<>();
    /** Where an overlay says that something is not to be there. */
    private final Map<String, Position> removals = new HashMap<>();
    /** Paths below which something stands. */
    private final Set<String> filled = new HashSet<>();

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

    void removed(DocumentPath path, Position position) {
        removals.put(path.text(), position);
    }

    /** Problems and removals of an overlay that became a part of this document. */
    void take(Reading overlay) {
        overlay.problems.forEach(this::add);
        untold += overlay.untold;
        removals.putAll(overlay.removals);
    }

    void place(DocumentPath path, Position position) {
        positions.put(path.text(), position);
        if (path.parent() != null) {
            filled.add(path.parent().text());
        }
    }

    boolean mentions(DocumentPath path) {
        return positions.containsKey(path.text());
    }

    boolean mentionsInside(DocumentPath path) {
        return filled.contains(path.text());
    }

    /** At the place of the path, of its removal, or of the nearest part of it that is written. */
    void problem(DocumentPath path, String message, String hint) {
        @Nullable Position position = null;
        for (@Nullable DocumentPath known = path; known != null && position == null; known = known.parent()) {
            position = positions.getOrDefault(known.text(), removals.get(known.text()));
        }
        problemAt(position == null ? new Position(file, 0, 0) : position, path, message, hint);
    }

    void problemAt(Position position, DocumentPath path, String message, String hint) {
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
