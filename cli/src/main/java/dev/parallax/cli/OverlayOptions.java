package dev.parallax.cli;

import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.definition.MergedDefinition;
import dev.parallax.definition.Problem;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How commands get at the application that a file describes: with what differs in one environment laid over it. */
final class OverlayOptions {
    @Option(
            names = "--overlay",
            paramLabel = "FILE",
            description = "An overlay to lay over the definition. May be repeated; a later one wins.")
    List<Path> files = List.of();

    private @Nullable MergedDefinition last;

    Application read(Path definition) {
        return merge(definition).application();
    }

    MergedDefinition merge(Path definition) {
        if (definition.toString().isBlank()) {
            throw new UsageException("'" + definition + "' names no file; name a definition");
        }
        MergedDefinition merged = Definitions.merge(definition, files.toArray(Path[]::new));
        last = merged;
        return merged;
    }

    /** What a backend refuses of the definition that was read, at its places there. */
    InvalidDefinitionException placed(InvalidDefinitionException refused) {
        MergedDefinition merged = last;
        return merged == null
                ? refused
                : new InvalidDefinitionException(refused.problems().stream()
                        .map(merged::placed)
                        .sorted(Problem.ORDER)
                        .toList());
    }
}
