package dev.parallax.cli;

import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.history.History;
import dev.parallax.comparison.history.HistoryException;
import dev.parallax.comparison.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "analyze",
        description = {
            "Compute the figures of a comparison again from its history, which needs no cluster.",
            "The same history gives the same report, to the byte. Also reads the history of a comparison that was cut short. Exit status"
                    + " 1 if the sides did not run the same, or a trial was not carried out or is not wholly in the history."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax analyze parallax-results/1/history.jsonl",
            "  parallax analyze --to again parallax-results/1/history.jsonl",
            "  parallax analyze -o json history.jsonl | jq '.scenarios[].metrics[].sides'"
        })
final class AnalyzeCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The history.jsonl that a comparison left, also compressed by gzip.")
    Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Write report.html and report.json there: a folder that is empty or not there yet.")
    @Nullable
    Path to;

    @Mixin
    OutputOptions output = new OutputOptions();

    AnalyzeCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        ResultsFolder folder = ResultsFolder.of(to);
        History history = history();
        return ResultsOutput.show(Analysis.of(history), to == null ? null : folder.make(), output, invocation);
    }

    private History history() {
        try {
            return HistoryReader.read(file);
        } catch (HistoryException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
