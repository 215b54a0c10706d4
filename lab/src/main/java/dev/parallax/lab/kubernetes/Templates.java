package dev.parallax.lab.kubernetes;

import dev.parallax.lab.Resources;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of this package's resources in which <code>${name}</code> stands for a value. */
final class Templates {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z][A-Za-z0-9.-]*)}");

    private Templates() {}

    static String render(String resource, Map<String, String> values) {
        return VARIABLE.matcher(Resources.text(Templates.class, resource)).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException(resource + " has a variable that nothing sets: " + match.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
