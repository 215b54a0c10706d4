package dev.parallax.definition;

import dev.parallax.model.Application;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a definition that people wrote, in YAML 1.2 or JSON, with the files it names and the overlays laid over it. All that is wrong
 * is found in one reading; see {@link InvalidDefinitionException}. A document and each file it names has at most 1 MiB.
 */
public final class DefinitionReader {
    private DefinitionReader() {}

    /** Reads a file with overlays over it, of which a later one wins; what a document names is relative to it. */
    public static Application read(Path file, Path... overlays) {
        return merge(file, overlays).application();
    }

    /** Reads a text; {@code name} stands for it in problems, and what it names is relative to {@code folder}. */
    public static Application read(String text, String name, Path folder) {
        return merge(new Source(name, text, folder), List.of()).application();
    }

    /** As {@link #read(Path, Path...)}, with the place at which each value is written. */
    public static MergedDefinition merge(Path file, Path... overlays) {
        return merge(Stream.concat(Stream.of(file), Stream.of(overlays)).map(Unread::file));
    }

    /** As {@link #merge(Path, Path...)} of what is read to its end; {@code name} stands for it in problems, and what it names is relative to {@code folder}. */
    public static MergedDefinition merge(InputStream stream, String name, Path folder, Path... overlays) {
        Unread first = new Unread(name, () -> new Source(name, LocalFiles.read(stream, name), folder));
        return merge(Stream.concat(Stream.of(first), Stream.of(overlays).map(Unread::file)));
    }

    private record Unread(String name, Supplier<Source> reader) {
        static Unread file(Path file) {
            return new Unread(file.toString(), () -> Source.of(file));
        }
    }

    /** Of the definition and the overlays in their order. */
    private static MergedDefinition merge(Stream<Unread> documents) {
        List<Source> sources = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        documents.forEach(each -> {
            try {
                sources.add(each.reader().get());
            } catch (UnreadableFileException e) {
                problems.add(new Problem(each.name(), e.line(), e.column(), "", e.problem(), e.hint()));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return merge(sources.get(0), sources.subList(1, sources.size()));
    }

    static MergedDefinition merge(Source definition, List<Source> overlays) {
        Reading reading = new Reading(definition.name(), definition.folder());
        Optional<Node> root = Documents.compose(definition.name(), definition.text(), reading);
        for (Source overlay : overlays) {
            Optional<Node> below = root;
            Reading above = new Reading(overlay.name(), overlay.folder(), definition.folder());
            root = Documents.compose(overlay.name(), overlay.text(), above)
                    .flatMap(node -> below.map(stood -> merge(stood, node, reading, above)));
            reading.take(above);
        }
        Optional<MergedDefinition> merged =
                root.flatMap(node -> read(node, reading).map(application -> new MergedDefinition(application, node)));
        List<Problem> problems = reading.problems();
        if (!problems.isEmpty() || merged.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return merged.get();
    }

    /** What stands where is noted when the whole is read, so merging notes it elsewhere. */
    private static Node merge(Node below, Node overlay, Reading reading, Reading above) {
        Reading stood = new Reading("", reading.folder());
        Node merged = OverlayForm.merge(Value.root(below, stood), Value.root(overlay, above));
        reading.take(stood);
        return merged;
    }

    private static Optional<Application> read(Node root, Reading reading) {
        Value document = Value.root(root, reading);
        if (ApplicationForm.refusesOverlay(document)) {
            return Optional.empty();
        }
        Optional<Application> application = ApplicationForm.FORM.read(document);
        application.ifPresent(read -> Validation.check(read, new DocumentFindings(reading)));
        return application;
    }
}
