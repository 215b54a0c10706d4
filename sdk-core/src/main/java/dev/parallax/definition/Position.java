package dev.parallax.definition;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a file, counted from 1; 0 where there is none. */
record Position(String file, int line, int column) {
    /** The beginning of a file. */
    static Position start(String file) {
        return new Position(file, 1, 1);
    }

    /** Of what follows a text with which a file begins. */
    static Position after(String file, String text) {
        int line = text.lastIndexOf('\n') + 1;
        return new Position(
                file,
                (int) text.chars().filter(c -> c == '\n').count() + 1,
                text.codePointCount(line, text.length()) + 1);
    }

    /** Marks have the name of the file that {@link Documents} gave them, whatever document their node has become a part of. */
    static Position of(Optional<Mark> mark) {
        return mark.map(known -> new Position(known.getName(), known.getLine() + 1, known.getColumn() + 1))
                .orElse(new Position("", 0, 0));
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
