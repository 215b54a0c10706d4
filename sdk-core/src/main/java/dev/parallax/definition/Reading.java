package dev.parallax.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is gathered while one document is read: where everything stands, and what is wrong with it. */
final class Reading {
    private static final int MOST_PROBLEMS = 500;

    private final String file;
    private final Path folder;
    private final Map<String, Position> positions = new HashMap<>();
    /** Paths below which something stands. */
    private final Set<String> filled = new HashSet<>();

    private final List<Problem> problems = new ArrayList<>();
    private int untold;

    Reading(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /** The folder that files named by the document are relative to. */
    Path folder() {
        return folder;
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

    /** At the place of the path or of the nearest part of it that is written. */
    void problem(DocumentPath path, String message, String hint) {
        @Nullable DocumentPath known = path;
        while (known != null && !positions.containsKey(known.text())) {
            known = known.parent();
        }
        Position position = known == null ? Position.NONE : positions.getOrDefault(known.text(), Position.NONE);
        problemAt(position, path, message, hint);
    }

    void problemAt(Position position, DocumentPath path, String message, String hint) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(file, position.line(), position.column(), path.text(), message, hint));
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
