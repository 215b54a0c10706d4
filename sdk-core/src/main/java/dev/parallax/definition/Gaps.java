package dev.parallax.definition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a document could not be read as it was meant, which was reported: nothing is concluded from what is not found there, and items
 * that were left out of a list do not change the places of the others.
 */
final class Gaps {
    /** Values that were left out, or for which another one stands in. */
    private final Set<DocumentPath> unreadable = new HashSet<>();
    /** Values that are written under a key which nearly is theirs. */
    private final Set<DocumentPath> misspelt = new HashSet<>();
    /** Mappings in which more may be meant to be than was read. */
    private final Set<DocumentPath> partial = new HashSet<>();
    /** By list from which items were left out: where those that were read are written. */
    private final Map<DocumentPath, List<Integer>> kept = new HashMap<>();

    void unreadable(DocumentPath path) {
        unreadable.add(path);
    }

    void misspelt(DocumentPath path) {
        misspelt.add(path);
    }

    boolean isMisspelt(DocumentPath path) {
        return misspelt.contains(path);
    }

    void partial(DocumentPath path) {
        partial.add(path);
    }

    void kept(DocumentPath list, List<Integer> items) {
        kept.put(list, List.copyOf(items));
    }

    /** Those of an overlay that became a part of this document: what it misspelt may still stand below it. */
    void take(Gaps overlay) {
        unreadable.addAll(overlay.unreadable);
        partial.addAll(overlay.partial);
        partial.addAll(overlay.misspelt);
    }

    /** Whether the value there, or one that it is a part of, is not what was meant. */
    boolean isUnreadable(DocumentPath path) {
        return isWithin(path, part -> unreadable.contains(part) || misspelt.contains(part));
    }

    /** Whether all that was meant to be there was read. */
    boolean isCertain(DocumentPath path) {
        return !isUnreadable(path) && !isWithin(path, partial::contains);
    }

    /** The place in the document of what has this place in what was read. */
    DocumentPath written(DocumentPath path) {
        if (kept.isEmpty() || path.parent() == null) {
            return path;
        }
        DocumentPath parent = written(path.parent());
        if (!path.isItem()) {
            return parent.child(path.key());
        }
        List<Integer> items = kept.getOrDefault(parent, List.of());
        return parent.child(path.index() < items.size() ? items.get(path.index()) : path.index());
    }

    /** The document as a whole is never meant: then nothing at all could be said of it. */
    private static boolean isWithin(DocumentPath path, Predicate<DocumentPath> gap) {
        for (@Nullable DocumentPath part = path; part != null && part.parent() != null; part = part.parent()) {
            if (gap.test(part)) {
                return true;
            }
        }
        return false;
    }
}
