package dev.parallax.cli;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.definition.Validation;
import java.nio.file.Files;
import java.nio.file.Path;

/** How commands get at the name of the application that an argument names. */
final class Definitions {
    private Definitions() {}

    /** The name of an application, given by itself or by the file of its definition. */
    static String name(String nameOrFile) {
        boolean file = nameOrFile.indexOf('/') >= 0
                || nameOrFile.matches(".*\\.(ya?ml|json)")
                || Files.isRegularFile(Path.of(nameOrFile));
        if (file) {
            return DefinitionReader.read(Path.of(nameOrFile)).name();
        }
        Validation.problemOfName(nameOrFile).ifPresent(problem -> {
            throw new UsageException(problem.toString());
        });
        return nameOrFile;
    }
}
