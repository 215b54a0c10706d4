package dev.parallax.definition;

import dev.parallax.ParallaxException;
import java.util.List;
import java.util.stream.Collectors;

/** A definition that cannot be used: everything that is wrong with it, at once. */
public final class InvalidDefinitionException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<Problem> problems;

    public InvalidDefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    InvalidDefinitionException(String file, String message, Throwable cause) {
        super(file + ": " + message, cause);
        this.problems = List.of(new Problem(file, 0, 0, "", message, ""));
    }

    /** In the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
