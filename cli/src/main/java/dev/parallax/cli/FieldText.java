package dev.parallax.cli;

import dev.parallax.backend.Plan.FieldChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of a field, in lines that are indented below its object. */
final class FieldText {
    private static final String INDENT = "    ";
    private static final String DEEPER = "        ";

    private FieldText() {}

    /** Before and after; of several lines only those that differ. */
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

    /** Without the lines that both begin or end with. */
    private static Stream<String> differing(FieldChange field) {
        List<String> before = lines(field.before());
        List<String> after = lines(field.after());
        int head = common(before, after);
        int tail = common(reversed(before.subList(head, before.size())), reversed(after.subList(head, after.size())));
        return Stream.concat(
                before.subList(head, before.size() - tail).stream().map(line -> DEEPER + "- " + line),
                after.subList(head, after.size() - tail).stream().map(line -> DEEPER + "+ " + line));
    }

    private static int common(List<String> one, List<String> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
            same++;
        }
        return same;
    }

    private static List<String> reversed(List<String> lines) {
        List<String> reversed = new ArrayList<>(lines);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<String> lines(Optional<String> text) {
        return text.stream().flatMap(String::lines).toList();
    }
}
