package dev.parallax.cli;

import java.util.regex.Pattern;

/** A command line as one types it into a POSIX shell; words that a shell would read as more than themselves are quoted. */
final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final StringBuilder text = new StringBuilder();

    ShellCommand(String program, String command) {
        text.append(quoted(program)).append(' ').append(quoted(command));
    }

    /** A value that begins with a dash stays the option's. */
    ShellCommand option(String name, Object value) {
        String word = String.valueOf(value);
        text.append(' ').append(name).append(word.startsWith("-") ? "=" : " ").append(quoted(word));
        return this;
    }

    ShellCommand flag(String name) {
        text.append(' ').append(name);
        return this;
    }

    ShellCommand argument(String value) {
        text.append(value.startsWith("-") ? " -- " : " ").append(quoted(value));
        return this;
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
