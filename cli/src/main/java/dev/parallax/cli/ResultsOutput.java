package dev.parallax.cli;

import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.report.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the results of a comparison are given to whoever asked, the same when they are new and when they are computed again. */
final class ResultsOutput {
    private ResultsOutput() {}

    /** Writes the report into the folder, if there is one, and shows it; returns the status that a script can go by. */
    static int show(Results results, @Nullable Path folder, OutputOptions output, Invocation invocation) {
        Report report = Report.of(results);
        if (folder != null) {
            report.write(folder);
        }
        PrintWriter out = invocation.out();
        if (output.json()) {
            out.print(report.json());
        } else {
            out.print(report.text());
            if (folder != null) {
                out.println();
                out.println("Report: " + folder.resolve("report.html"));
            }
        }
        out.flush();
        return results.isEquivalent() && results.isEveryTrialDone() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
