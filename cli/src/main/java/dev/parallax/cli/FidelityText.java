package dev.parallax.cli;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.fidelity.FidelityReport.Line;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Fidelity reports of one definition, side by side. */
final class FidelityText {
    private static final int SHOWN = 8;

    private final List<FidelityReport> reports;
    private final boolean all;

    /** {@code all}: with the fields that are exact on every side. */
    FidelityText(List<FidelityReport> reports, boolean all) {
        this.reports = reports;
        this.all = all;
    }

    /** With {@code all} a row for each field, otherwise what is not exact, by what is done instead; what is refused with its place. */
    void print(PrintWriter out, UnaryOperator<String> places) {
        for (FidelityReport report : reports) {
            out.println(report.backend() + ": " + counts(report));
            if (all) {
                Table table = new Table("FIELD", "FIDELITY", "REMARK");
                report.fields()
                        .forEach(line -> table.row(
                                line.path(),
                                line.fidelity().word(),
                                line.fidelity().remark()));
                table.print(out, "  ");
            } else {
                groups(report.refused())
                        .forEach((remark, paths) -> print(
                                "refused",
                                remark,
                                paths.stream()
                                        .map(path -> places.apply(path) + " " + path)
                                        .toList(),
                                out));
                groups(report.approximated()).forEach((remark, paths) -> print("approximated", remark, paths, out));
            }
        }
    }

    private static void print(String word, String remark, List<String> paths, PrintWriter out) {
        out.println("  " + word + ": " + remark);
        paths.stream().limit(SHOWN).forEach(path -> out.println("      " + path));
        if (paths.size() > SHOWN) {
            out.println("      and " + (paths.size() - SHOWN) + " more (--all)");
        }
    }

    private static Map<String, List<String>> groups(List<Line> lines) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        lines.forEach(line -> groups.computeIfAbsent(line.fidelity().remark(), remark -> new ArrayList<>())
                .add(line.path()));
        return groups;
    }

    /** One table: a row for each field, a column for each side. */
    String markdown() {
        StringBuilder text = new StringBuilder("| field |");
        reports.forEach(report -> text.append(' ').append(report.backend()).append(" |"));
        text.append("\n|---|").append("---|".repeat(reports.size())).append('\n');
        rows().forEach((path, cells) -> {
            if (all || cells.stream().anyMatch(cell -> !cell.equals("exact"))) {
                text.append("| `").append(path).append("` |");
                cells.forEach(cell -> text.append(' ').append(cell).append(" |"));
                text.append('\n');
            }
        });
        text.append('\n');
        reports.forEach(report -> text.append(report.backend())
                .append(": ")
                .append(counts(report))
                .append(".\n"));
        return text.toString();
    }

    private Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (FidelityReport report : reports) {
            report.fields().forEach(line -> rows.computeIfAbsent(line.path(), path -> new ArrayList<>())
                    .add(cell(line.fidelity())));
        }
        return rows;
    }

    private static String cell(Fidelity fidelity) {
        String remark = fidelity.remark();
        return remark.isEmpty() ? fidelity.word() : "**" + fidelity.word() + "**: " + remark;
    }

    static String counts(FidelityReport report) {
        int approximated = report.approximated().size();
        int refused = report.refused().size();
        return report.fields().size() - approximated - refused + " exact, " + approximated + " approximated, " + refused
                + " refused";
    }

    /** On standard error what is approximated, by what is done instead, each with its fields: a line each, which a terminal wraps. */
    static void printApproximations(FidelityReport report, Invocation invocation) {
        Terminal terminal = invocation.terminal();
        groups(report.approximated()).forEach((remark, paths) -> {
            String line = "approximated: " + shortened(paths) + ": " + remark;
            List<String> lines = terminal.live() ? Wrapped.lines(line, terminal.columns() - 1, "    ") : List.of(line);
            lines.forEach(invocation.err()::println);
        });
    }

    private static String shortened(List<String> paths) {
        return paths.size() <= 2 ? String.join(", ", paths) : paths.get(0) + " and " + (paths.size() - 1) + " more";
    }
}
