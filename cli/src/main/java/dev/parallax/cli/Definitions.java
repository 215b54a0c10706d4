package dev.parallax.cli;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Files;
import java.nio.file.Path;

/** How commands get at the application that an argument names. */
final class Definitions {
    private Definitions() {}

    static Application read(Path file) {
        return DefinitionReader.read(file);
    }

    /** The name of an application, given by itself or by the file of its definition. */
    static String name(String nameOrFile) {
        boolean file = nameOrFile.indexOf('/') >= 0
                || nameOrFile.matches(".*\\.(ya?ml|json)")
                || Files.isRegularFile(Path.of(nameOrFile));
        return file ? read(Path.of(nameOrFile)).name() : nameOrFile;
    }
}
