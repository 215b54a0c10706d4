package dev.parallax.definition;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a file, counted from 1; 0 where there is none. */
record Position(int line, int column) {
    static final Position NONE = new Position(0, 0);

    static Position of(Optional<Mark> mark) {
        return mark.map(known -> new Position(known.getLine() + 1, known.getColumn() + 1))
                .orElse(NONE);
    }
}
