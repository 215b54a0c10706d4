package dev.parallax.definition;

import dev.parallax.model.Application;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a definition that people wrote, in YAML 1.2 or JSON, with the files it names. All that is wrong is found in one reading; see
 * {@link InvalidDefinitionException}. A definition and each file it names has at most 1 MiB.
 */
public final class DefinitionReader {
    private DefinitionReader() {}

    /** Reads a file; what it names is relative to it. */
    public static Application read(Path file) {
        String name = file.toString();
        try {
            return read(
                    LocalFiles.read(file),
                    name,
                    Optional.ofNullable(file.getParent()).orElse(Path.of("")));
        } catch (UnreadableFileException e) {
            throw new InvalidDefinitionException(List.of(new Problem(name, 0, 0, "", e.problem(), e.hint())));
        }
    }

    /** Reads a text; {@code name} stands for it in problems, and what it names is relative to {@code folder}. */
    public static Application read(String text, String name, Path folder) {
        Reading reading = new Reading(name, folder);
        Optional<Application> application =
                Documents.compose(name, text, reading).flatMap(root -> read(root, reading));
        List<Problem> problems = reading.problems();
        if (!problems.isEmpty() || application.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return application.get();
    }

    private static Optional<Application> read(Node root, Reading reading) {
        Optional<Application> application = ApplicationForm.FORM.read(Value.root(root, reading));
        application.ifPresent(read -> Validation.check(read, new DocumentFindings(reading)));
        return application;
    }
}
