package dev.parallax.cli;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.definition.MergedDefinition;
import dev.parallax.definition.Validation;
import java.nio.file.Files;
import java.nio.file.Path;

/** How commands get at what an argument names: a file, {@code -} for the standard input, or an application by its name. */
final class Definitions {
    private static final String STANDARD_INPUT = "-";

    private Definitions() {}

    /** What the file, or the standard input, describes with these laid over it. */
    static MergedDefinition merge(Path file, Path... overlays) {
        return file.toString().equals(STANDARD_INPUT)
                ? DefinitionReader.merge(System.in, "standard input", Path.of(""), overlays)
                : DefinitionReader.merge(file, overlays);
    }

    /** The name of an application, given by itself or by the file of its definition. */
    static String name(String nameOrFile) {
        boolean file = nameOrFile.equals(STANDARD_INPUT)
                || nameOrFile.indexOf('/') >= 0
                || nameOrFile.matches(".*\\.(ya?ml|json)")
                || Files.isRegularFile(Path.of(nameOrFile));
        if (file) {
            return merge(Path.of(nameOrFile)).application().name();
        }
        Validation.problemOfName(nameOrFile).ifPresent(problem -> {
            throw new UsageException(problem.toString());
        });
        return nameOrFile;
    }
}
