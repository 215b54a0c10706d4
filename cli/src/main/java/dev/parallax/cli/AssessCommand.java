package dev.parallax.cli;

import dev.parallax.Parallax;
import dev.parallax.backend.BackendProvider;
import dev.parallax.definition.MergedDefinition;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "assess",
        description = {
            "Say of each field of a definition what an orchestrator makes of it: exactly as described, approximated (how), or refused (why).",
            "Pure: no orchestrator is asked. Exit status 1 when a field is refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax assess examples/keystone/keystone.yaml",
            "  parallax assess --all -o markdown app.yaml > fidelity.md",
            "  parallax assess --on kubernetes -o json app.yaml"
        })
final class AssessCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON; - is the standard input.")
    Path file = Path.of("");

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Option(
            names = "--on",
            paramLabel = "NAME",
            split = ",",
            defaultValue = BackendOptions.KUBERNETES + "," + BackendOptions.PUPPET_CONSUL,
            description = "For which orchestrators (default: ${DEFAULT-VALUE}).")
    List<String> on = List.of();

    @Option(names = "--all", description = "Show the fields that are exact, too.")
    boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, markdown or json (default: ${DEFAULT-VALUE}).")
    Format format = Format.TEXT;

    enum Format {
        TEXT,
        MARKDOWN,
        JSON
    }

    AssessCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        List<BackendProvider> providers = providers();
        MergedDefinition merged = overlays.merge(file);
        Application application = merged.application();
        List<FidelityReport> reports = providers.stream()
                .map(provider -> provider.fidelity().assess(provider.name(), application))
                .toList();
        switch (format) {
            case JSON -> OutputOptions.write(invocation, reports);
            case MARKDOWN -> invocation.out().print(new FidelityText(reports, all).markdown());
            case TEXT -> new FidelityText(reports, all).print(invocation.out(), merged::placeOf);
        }
        return reports.stream().allMatch(report -> report.refused().isEmpty()) ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private List<BackendProvider> providers() {
        SortedMap<String, BackendProvider> known = Parallax.backends();
        List<BackendProvider> chosen = new ArrayList<>();
        for (String name : on) {
            BackendProvider provider = known.get(name);
            if (provider == null) {
                throw new UsageException("--on: " + UsageErrors.noSuch("backend", name, List.copyOf(known.keySet())));
            }
            chosen.add(provider);
        }
        return chosen;
    }
}
