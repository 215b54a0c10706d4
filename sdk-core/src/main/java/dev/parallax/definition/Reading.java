package dev.parallax.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is gathered while one document is read: where everything stands, and what is wrong with it. */
final class Reading {
    private final String file;
    private final Path folder;
    private final Map<String, Position> positions = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

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
    }

    boolean mentions(DocumentPath path) {
        return positions.containsKey(path.text());
    }

    boolean mentionsInside(DocumentPath path) {
        return positions.keySet().stream()
                .anyMatch(text -> text.length() > path.text().length()
                        && text.startsWith(path.text())
                        && (text.charAt(path.text().length()) == '.'
                                || text.charAt(path.text().length()) == '['));
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
        problems.add(new Problem(file, position.line(), position.column(), path.text(), message, hint));
    }

    List<Problem> problems() {
        return problems.stream().distinct().sorted(Problem.ORDER).toList();
    }
}
