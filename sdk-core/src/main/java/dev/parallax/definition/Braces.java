package dev.parallax.definition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds variables of the application in a text that is no template, where they would stay as they stand. */
final class Braces {
    private static final Pattern VARIABLE =
            Pattern.compile("\\{\\{[{&]?\\s*((?:application|service|secret|captured)\\.[^{}]*?)\\s*}}");

    private Braces() {}

    /** The name of the first one, shortened for a message. */
    static Optional<String> variable(String text) {
        Matcher variable = VARIABLE.matcher(text);
        return variable.find() ? Optional.of(Names.shortened(variable.group(1))) : Optional.empty();
    }

    /** That a path has one; whether it has. */
    static boolean refuseInPath(String path, String hint, DocumentPath place, Findings findings) {
        Optional<String> variable = variable(path);
        variable.ifPresent(name -> findings.add(place, "{{" + name + "}} is not filled in in a path", hint));
        return variable.isPresent();
    }
}
