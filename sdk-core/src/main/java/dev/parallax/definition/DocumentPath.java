package dev.parallax.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a definition by the keys that lead to it, such as {@code roles.web.requires[0].step}. {@code index} counts from 0 and is
 * {@link #NO_ITEM} for what is not an item of a list. Long keys are shortened where the path is shown, and nowhere else.
 */
record DocumentPath(@Nullable DocumentPath parent, String key, int index) {
    static final int NO_ITEM = -1;
    static final DocumentPath ROOT = new DocumentPath(null, "", NO_ITEM);

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final int LONGEST_KEY = 120;

    DocumentPath child(String name) {
        return new DocumentPath(this, name, NO_ITEM);
    }

    DocumentPath child(String first, String... more) {
        DocumentPath path = child(first);
        for (String name : more) {
            path = path.child(name);
        }
        return path;
    }

    DocumentPath child(int item) {
        return new DocumentPath(this, "", item);
    }

    /** Another key of the same mapping. */
    DocumentPath sibling(String name) {
        return new DocumentPath(parent, name, NO_ITEM);
    }

    boolean isItem() {
        return index != NO_ITEM;
    }

    String text() {
        if (parent == null) {
            return "";
        }
        String before = parent.text();
        if (isItem()) {
            return before + "[" + index + "]";
        }
        String shown = key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "..." : key;
        return before
                + (SIMPLE.matcher(shown).matches() ? (before.isEmpty() ? "" : ".") + shown : "[\"" + shown + "\"]");
    }

    @Override
    public String toString() {
        return text();
    }
}
