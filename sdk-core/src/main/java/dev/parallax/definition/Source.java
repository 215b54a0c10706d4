package dev.parallax.definition;

import java.nio.file.Path;
import java.util.Optional;

/** The text of one document; {@code name} stands for it in problems, and what it names is relative to {@code folder}. */
record Source(String name, String text, Path folder) {
    /** {@link UnreadableFileException} says why there is none. */
    static Source of(Path file) {
        return new Source(
                file.toString(),
                LocalFiles.read(file),
                Optional.ofNullable(file.getParent()).orElse(Path.of("")));
    }
}
