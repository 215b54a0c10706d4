package dev.parallax.definition;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Findings in a document, each at its own place there. */
record DocumentFindings(Reading reading) implements Findings {
    @Override
    public void add(DocumentPath path, String message, String hint) {
        DocumentPath written = gaps().written(path);
        if (!gaps().isUnreadable(written)) {
            reading.report(written, message, hint);
        }
    }

    @Override
    public boolean mentions(DocumentPath path) {
        return reading.mentions(gaps().written(path));
    }

    @Override
    public Set<String> keys(DocumentPath path) {
        return reading.keys(gaps().written(path));
    }

    @Override
    public boolean isCertain(DocumentPath path) {
        return gaps().isCertain(gaps().written(path));
    }

    @Override
    public boolean followsUnreadable(DocumentPath item) {
        return gaps().written(item).index() > item.index();
    }

    @Override
    public Optional<Position> removal(DocumentPath path) {
        return reading.removal(gaps().written(path));
    }

    @Override
    public List<DocumentPath> removedKeys(DocumentPath mapping) {
        return reading.removedKeys(gaps().written(mapping));
    }

    @Override
    public String because(DocumentPath told, DocumentPath... causes) {
        return reading.overlaid(Stream.of(causes).map(gaps()::written).toList(), gaps().written(told))
                .map(place -> ", because of " + place)
                .orElse("");
    }

    private Gaps gaps() {
        return reading.gaps();
    }
}
