package dev.parallax.definition;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Findings in a document. What concerns a part that could not be read was reported already and is left out. */
final class DocumentFindings implements Findings {
    private final Reading reading;
    private final Set<String> unreadable;

    DocumentFindings(Reading reading) {
        this.reading = reading;
        this.unreadable = reading.problems().stream().map(Problem::path).collect(Collectors.toSet());
    }

    @Override
    public void add(DocumentPath path, String message, String hint) {
        if (!isUnreadable(path)) {
            reading.problem(path, message, hint);
        }
    }

    @Override
    public boolean isUnreadable(DocumentPath path) {
        for (@Nullable DocumentPath part = path; part != null && part.parent() != null; part = part.parent()) {
            if (unreadable.contains(part.text())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean mentions(DocumentPath path) {
        return reading.mentions(path);
    }

    @Override
    public boolean mentionsInside(DocumentPath path) {
        return reading.mentionsInside(path);
    }
}
