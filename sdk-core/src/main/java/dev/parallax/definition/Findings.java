package dev.parallax.definition;

import java.util.Set;

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

    default void addUnless(boolean fine, DocumentPath path, String message, String hint) {
        if (!fine) {
            add(path, message, hint);
        }
    }
}
