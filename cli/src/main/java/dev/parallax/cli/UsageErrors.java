package dev.parallax.cli;

import dev.parallax.definition.Suggestions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Two lines for a wrong command line: what is wrong with it (and what may have been meant), and where the help is. */
final class UsageErrors implements IParameterExceptionHandler {
    /** picocli's words for a value that is none of an enum's. */
    private static final Pattern CHOICE = Pattern.compile(
            "Invalid value for (?:positional parameter at index \\S+|option) "
                    + "[('](?<what>[^)']+)[)'].*: expected one of \\[(?<known>.*)] \\(case-insensitive\\) but was '(?<word>.*)'");

    /** picocli's words for none of several arguments of which one must be there. */
    private static final Pattern ONE_OF =
            Pattern.compile("Error: Missing required argument \\(specify one of these\\): \\((?<known>.*)\\)");

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + describe(e, command));
        err.println("Try '" + name + " --help'.");
        err.flush();
        return ExitStatus.USAGE;
    }

    private static String describe(ParameterException e, CommandLine command) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            boolean option = word.startsWith("-");
            List<String> known = option
                    ? options(command)
                    : List.copyOf(command.getSubcommands().keySet());
            String what = option ? "option" : known.isEmpty() ? "argument" : "command";
            String wanted = option && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "unknown " + what + " '" + wanted + "'" + suggestion(wanted, known);
        }
        String message = String.valueOf(e.getMessage());
        Matcher choice = CHOICE.matcher(message);
        if (choice.matches()) {
            List<String> known =
                    List.of(choice.group("known").toLowerCase(Locale.ROOT).split(", "));
            return noSuch(choice.group("what"), choice.group("word"), known);
        }
        Matcher oneOf = ONE_OF.matcher(message);
        if (oneOf.matches()) {
            return "missing required parameter: " + oneOf.group("known").replace(" | ", " or ");
        }
        int cause = message.indexOf(" (");
        // picocli appends the class of the converter's exception to its message; nobody wants to read that.
        String readable = cause > 0 && message.contains("Exception") ? message.substring(0, cause) : message;
        readable = readable.replaceAll("is not an? (int|long)$", "is not a whole number");
        return readable.isEmpty()
                ? readable
                : readable.substring(0, 1).toLowerCase(Locale.ROOT) + readable.substring(1);
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                Stream.of(option.names()).filter(name -> name.startsWith("--")).forEach(names::add);
            }
        }
        return names;
    }

    /** That a name is not one of those known; in the words that all commands use. */
    static String noSuch(String what, String word, List<String> known) {
        return "there is no " + what + " '" + word + "'" + suggestion(word, known) + " (there are "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + ")";
    }

    /** What begins so, or is nearly so. */
    private static String suggestion(String word, List<String> known) {
        return known.stream()
                .filter(candidate -> word.length() > 2 && candidate.startsWith(word))
                .findFirst()
                .or(() -> Suggestions.closest(word, known))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }
}
