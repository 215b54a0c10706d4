package dev.parallax.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in a definition by the keys that lead to it, such as {@code roles.web.requires[0].step}. */
record DocumentPath(@Nullable DocumentPath parent, String text, String key) {
    static final DocumentPath ROOT = new DocumentPath(null, "", "");

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final int LONGEST_KEY = 120;

    DocumentPath child(String name) {
        String shown = name.length() > LONGEST_KEY ? name.substring(0, LONGEST_KEY) + "..." : name;
        String step = SIMPLE.matcher(shown).matches() ? (text.isEmpty() ? "" : ".") + shown : "[\"" + shown + "\"]";
        return new DocumentPath(this, text + step, name);
    }

    DocumentPath child(String first, String... more) {
        DocumentPath path = child(first);
        for (String name : more) {
            path = path.child(name);
        }
        return path;
    }

    DocumentPath child(int index) {
        return new DocumentPath(this, text + "[" + index + "]", Integer.toString(index));
    }

    @Override
    public String toString() {
        return text;
    }
}
