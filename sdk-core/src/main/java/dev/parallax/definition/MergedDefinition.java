package dev.parallax.definition;

import dev.parallax.model.Application;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** A definition with overlays laid over it, and where each of its values is written. */
public final class MergedDefinition {
    private final Application application;
    private final Node root;

    MergedDefinition(Application application, Node root) {
        this.application = application;
        this.root = root;
    }

    public Application application() {
        return application;
    }

    /** Every single value that is written, in the order of {@link #yaml()}; defaults are not among them. */
    public List<WrittenValue> values() {
        return Leaf.of(root).stream().map(Leaf::written).toList();
    }

    /**
     * A problem at the place of its path, or of the nearest part of it that is written; one that has a place already keeps it. Paths are
     * those of this package and those of a {@link dev.parallax.fidelity.FidelityReport}.
     */
    public Problem placed(Problem problem) {
        if (!problem.file().isEmpty()) {
            return problem;
        }
        Position place = WrittenPlaces.of(root).of(problem.path());
        return new Problem(
                place.file(), place.line(), place.column(), problem.path(), problem.message(), problem.hint());
    }

    /** As {@code file:line:column}: the place of a path, or of the nearest part of it that is written. */
    public String placeOf(String path) {
        return WrittenPlaces.of(root).of(path).toString();
    }

    /**
     * The whole as one definition, each value followed by a comment with its {@code file:line:column}. Names of files in it are
     * relative to the folder of the definition that the overlays were laid over.
     */
    public String yaml() {
        return AnnotatedYaml.of(root);
    }
}
