package dev.parallax.definition;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes what rules find wrong, and knows what is written in the document although it could not be read. Paths are those of the
 * application that rules see: items of lists are counted as it has them. Of an application built in Java all is certain, and nothing
 * is written beyond it.
 */
interface Findings {
    /** What concerns a part that could not be read was reported already and is left out. */
    void add(DocumentPath path, String message, String hint);

    /** Whether something stands there, readable or not. */
    boolean mentions(DocumentPath path);

    /** The keys that stand below, readable or not; of a list, the places of its items. */
    Set<String> keys(DocumentPath path);

    /** Whether all that was meant to be there could be read. Otherwise nothing follows from what is not there, or from a default. */
    boolean isCertain(DocumentPath path);

    /** Whether an item of a list comes after one that could not be read and that the application is without. */
    boolean followsUnreadable(DocumentPath item);

    /** Where an overlay removed what would stand there, by itself or with what it was a part of. */
    Optional<Position> removal(DocumentPath path);

    /** The keys that overlays removed from a mapping which still stands, the last of them at the end. */
    List<DocumentPath> removedKeys(DocumentPath mapping);

    /** The end of a message told at one place: the place in an overlay that caused it, where one did and it is another document. */
    String because(DocumentPath told, DocumentPath... causes);

    /** That a mapping is empty: said where its last key was removed, if one was. */
    default void addEmpty(DocumentPath mapping, String hint) {
        List<DocumentPath> removed = removedKeys(mapping);
        if (removed.isEmpty()) {
            add(mapping, "is empty", hint);
        } else {
            add(removed.get(removed.size() - 1), "is removed, and nothing is left of " + mapping, hint);
        }
    }

    /** The first of some keys that stands below a path, or else the path itself. */
    default DocumentPath nearest(DocumentPath path, String... keys) {
        return Stream.of(keys)
                .map(path::child)
                .filter(this::mentions)
                .findFirst()
                .orElse(path);
    }

    default void addUnless(boolean fine, DocumentPath path, String message, String hint) {
        if (!fine) {
            add(path, message, hint);
        }
    }
}
