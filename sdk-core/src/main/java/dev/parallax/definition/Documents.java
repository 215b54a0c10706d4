package dev.parallax.definition;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns the text of a definition into nodes: one document of YAML 1.2, core schema, or of JSON, which is a part of it. */
final class Documents {
    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 50;

    private Documents() {}

    /** The document's root, or empty after having reported why there is none. */
    static Optional<Node> compose(String file, String text, Reading reading) {
        String source = file.endsWith(".json") ? text.replace('\t', ' ') : text;
        try {
            if (isTooMuch(file, source, reading)) {
                return Optional.empty();
            }
            Iterator<Node> documents =
                    new Compose(settings(file)).composeAllFromString(source).iterator();
            if (!documents.hasNext()) {
                reading.reportAt(
                        Position.start(file),
                        DocumentPath.ROOT,
                        "is empty",
                        "describe an application, or in an overlay what differs");
                return Optional.empty();
            }
            Node first = documents.next();
            if (documents.hasNext()) {
                reading.reportAt(
                        Position.of(documents.next().getStartMark()),
                        DocumentPath.ROOT,
                        "is a second document",
                        "put each document into a file of its own");
                return Optional.empty();
            }
            new Tags(reading).check(first);
            return Optional.of(first);
        } catch (MarkedYamlEngineException e) {
            Position position = Position.of(e.getProblemMark().or(e::getContextMark));
            reading.reportAt(position, DocumentPath.ROOT, "cannot be read: " + problem(e), "correct the YAML here");
        } catch (ReaderException e) {
            reading.reportAt(
                    position(file, source, e.getPosition()),
                    DocumentPath.ROOT,
                    "has the character U+" + String.format("%04X", e.getCodePoint()) + ", which YAML does not allow",
                    "remove it");
        } catch (YamlEngineException e) {
            reading.reportAt(
                    Position.start(file), DocumentPath.ROOT, "cannot be read: " + e.getMessage(), "correct the YAML");
        }
        return Optional.empty();
    }

    /** Nodes are composed by recursion, and what is referred to is read each time: so depth and references are counted first. */
    private static boolean isTooMuch(String file, String text, Reading reading) {
        int depth = 0;
        int aliases = 0;
        Set<Anchor> collections = new HashSet<>();
        for (Event event : new Parse(settings(file)).parseString(text)) {
            if (event instanceof CollectionStartEvent start) {
                depth++;
                start.getAnchor().ifPresent(collections::add);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent alias && collections.contains(alias.getAlias())) {
                aliases++;
            }
            if (depth > DEEPEST) {
                tooMuch(event, "is nested more than " + DEEPEST + " levels deep", "write it flatter", reading);
                return true;
            }
            if (aliases > MOST_ALIASES) {
                tooMuch(
                        event,
                        "refers to mappings and lists more than " + MOST_ALIASES + " times",
                        "write them out",
                        reading);
                return true;
            }
        }
        return false;
    }

    private static void tooMuch(Event event, String message, String hint, Reading reading) {
        reading.reportAt(Position.of(event.getStartMark()), DocumentPath.ROOT, message, hint);
    }

    private static LoadSettings settings(String file) {
        return LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchemaWithoutMerge())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(LocalFiles.MOST_BYTES + 1)
                .setAllowDuplicateKeys(true)
                .build();
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "it is not YAML" : e.getProblem();
        return (e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ", ")
                + problem.replace("\n", " ");
    }

    private static Position position(String file, String text, int codePoints) {
        int most = Math.min(codePoints, text.codePointCount(0, text.length()));
        return Position.after(file, text.substring(0, text.offsetByCodePoints(0, most)));
    }
}
