package dev.parallax.puppetconsul.catalog;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The references {@code $(NAME)} of command arguments and environment values, with the meaning Kubernetes gives them: {@code $$} is
 * one dollar sign, and a name that is not known stays as it is written.
 */
final class References {
    private References() {}

    /** Replaces references by their values. */
    static String resolve(String text, Map<String, String> known) {
        return replace(text, known, known::get, UnaryOperator.identity());
    }

    /** The known names that a text refers to. */
    static Set<String> named(String text, Map<String, String> known) {
        Set<String> names = new HashSet<>();
        replace(
                text,
                known,
                name -> {
                    names.add(name);
                    return "";
                },
                UnaryOperator.identity());
        return names;
    }

    /** Writes references as systemd has them, {@code ${NAME}}, and every other dollar sign so that systemd leaves it alone. */
    static String forSystemd(String text, Map<String, String> known) {
        return replace(text, known, name -> "${" + name + "}", literal -> literal.replace("$", "$$"));
    }

    private static String replace(
            String text,
            Map<String, String> known,
            java.util.function.Function<String, @org.jspecify.annotations.Nullable String> reference,
            UnaryOperator<String> literal) {
        StringBuilder result = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar == text.length() - 1) {
                return result.append(literal.apply(text.substring(at))).toString();
            }
            result.append(literal.apply(text.substring(at, dollar)));
            char next = text.charAt(dollar + 1);
            int end = next == '(' ? text.indexOf(')', dollar) : -1;
            if (next == '$') {
                result.append(literal.apply("$"));
                at = dollar + 2;
            } else if (end > 0 && known.containsKey(text.substring(dollar + 2, end))) {
                result.append(reference.apply(text.substring(dollar + 2, end)));
                at = end + 1;
            } else if (end > 0) {
                result.append(literal.apply(text.substring(dollar, end + 1)));
                at = end + 1;
            } else {
                result.append(literal.apply("$"));
                at = dollar + 1;
            }
        }
        return result.toString();
    }
}
