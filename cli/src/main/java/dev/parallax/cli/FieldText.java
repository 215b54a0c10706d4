package dev.parallax.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import dev.parallax.backend.Plan.FieldChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of a field, in lines that are indented below its object. */
final class FieldText {
    private static final String INDENT = "    ";
    private static final String DEEPER = "        ";

    private static final int CONTEXT = 2;
    private static final int NAMES_OF_FILES = 2;

    private FieldText() {}

    /** Before and after; of several lines those that differ, among a few that do not. */
    static List<String> changed(FieldChange field) {
        return printable(changedLines(field));
    }

    private static List<String> printable(List<String> lines) {
        return lines.stream().map(Words::printable).toList();
    }

    private static List<String> changedLines(FieldChange field) {
        if (isLong(field.before()) || isLong(field.after())) {
            return Stream.concat(Stream.of(INDENT + field.path() + ":" + owners(field)), differing(field))
                    .toList();
        }
        return List.of(INDENT + field.path() + ": " + field.before().orElse("(absent)") + " -> "
                + field.after().orElse("(absent)") + owners(field));
    }

    private static String owners(FieldChange field) {
        return field.owners().isEmpty() ? "" : " (set by " + String.join(", ", field.owners()) + ")";
    }

    /** The one value of what is created or removed. */
    static List<String> only(FieldChange field) {
        String value = field.after().or(field::before).orElse("");
        return printable(
                isLong(Optional.of(value))
                        ? Stream.concat(
                                        Stream.of(INDENT + field.path() + ":"),
                                        value.lines().map(DEEPER::concat))
                                .toList()
                        : List.of(INDENT + field.path() + ": " + value));
    }

    private static boolean isLong(Optional<String> value) {
        return value.filter(text -> text.contains("\n")).isPresent();
    }

    /** As a unified diff has it, with a space behind each sign. */
    private static Stream<String> differing(FieldChange field) {
        List<String> before = lines(field.before());
        List<String> after = lines(field.after());
        Patch<String> patch = DiffUtils.diff(before, after);
        if (patch.getDeltas().isEmpty()) {
            return Stream.of(DEEPER + "(differs only in how lines end)");
        }
        return UnifiedDiffUtils.generateUnifiedDiff("", "", before, patch, CONTEXT).stream()
                .skip(NAMES_OF_FILES)
                .map(line -> DEEPER + spaced(line));
    }

    private static String spaced(String line) {
        return line.startsWith("@@") || line.length() == 1 ? line : line.charAt(0) + " " + line.substring(1);
    }

    /** How many lines come and go: what there is room for in a table. */
    static Optional<String> count(FieldChange field) {
        if (!isLong(field.before()) && !isLong(field.after())) {
            return Optional.empty();
        }
        List<AbstractDelta<String>> deltas =
                DiffUtils.diff(lines(field.before()), lines(field.after())).getDeltas();
        int added = deltas.stream().mapToInt(delta -> delta.getTarget().size()).sum();
        int removed =
                deltas.stream().mapToInt(delta -> delta.getSource().size()).sum();
        return Optional.of("+" + added + " -" + removed + " lines");
    }

    private static List<String> lines(Optional<String> text) {
        return text.stream().flatMap(String::lines).toList();
    }
}
