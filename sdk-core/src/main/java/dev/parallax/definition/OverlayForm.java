package dev.parallax.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** How an overlay is written: what differs of an application in one environment. */
final class OverlayForm {
    private static final Field<String> NAME =
            Field.required("name", Scalars.text(), "", "What the overlay is called, such as `prod`: for people.");
    private static final Field<String> APPLICATION = Field.optional(
            "application", Scalars.text(), "The application it is for; laid over another one it is refused.");
    private static final Field<String> VERSION =
            Field.optional("version", Scalars.text(), "Another version of the application, in quotes.");
    private static final ObjectForm<Optional<String>> METADATA_FORM = ObjectForm.of(
            "OverlayMetadata",
            "What an overlay is called and what it is for.",
            List.of(NAME, APPLICATION, VERSION),
            fields -> fields.find(APPLICATION));

    static final String NAME_OF_KIND = "Overlay";
    private static final Field<String> KIND =
            Field.required("kind", Scalars.constant(NAME_OF_KIND), "", "What the document describes: `Overlay`.");
    private static final Field<Optional<String>> METADATA =
            Field.required("metadata", METADATA_FORM, Optional.empty(), METADATA_FORM.summary());

    /** Its value is the name of the application it is for, where it says so. */
    static final ObjectForm<Optional<String>> FORM = ObjectForm.of(
            "Overlay",
            "What differs of an application in one environment.",
            Stream.concat(
                            Stream.of(ApplicationForm.API_VERSION, KIND, METADATA),
                            ApplicationForm.PARTS.stream().map(OverlayForm::overlaid))
                    .toList(),
            fields -> fields.get(METADATA));

    private OverlayForm() {}

    private static <T> Field<T> overlaid(Field<T> part) {
        return Field.optional(part.name(), new OverlaidForm<>(part.form()), part.description());
    }

    /** The root of an application's document with that of an overlay laid over it. */
    static Node merge(Value below, Value above) {
        Optional<String> wanted = FORM.read(above).flatMap(application -> application);
        if (!above.isMapping() || !below.isMapping()) {
            return below.node();
        }
        wanted.ifPresent(application -> checkIsFor(application, below, above));
        return ApplicationForm.FORM.merge(below, differences(above));
    }

    private static void checkIsFor(String application, Value below, Value above) {
        Optional.ofNullable(below.entries().get(ApplicationForm.METADATA.name()))
                .filter(Value::isMapping)
                .map(metadata -> metadata.entries().get(ApplicationForm.NAME.name()))
                .map(Value::text)
                .filter(name -> !name.equals(application))
                .ifPresent(name -> above.reading()
                        .problem(
                                above.path().child(METADATA.name(), APPLICATION.name()),
                                "is '" + Names.shortened(application) + "', and the definition is of '"
                                        + Names.shortened(name) + "'",
                                "lay it over the definition it is for"));
    }

    /** The overlay as a part of an application's document: without what it says of itself. */
    private static Value differences(Value above) {
        List<NodeTuple> tuples = new ArrayList<>();
        above.tuples().forEach((key, tuple) -> {
            if (key.equals(METADATA.name())) {
                version(above.entry(key, tuple))
                        .ifPresent(version ->
                                tuples.add(new NodeTuple(tuple.getKeyNode(), mapping(above, List.of(version)))));
            } else if (ApplicationForm.PARTS.stream()
                    .anyMatch(part -> part.name().equals(key))) {
                tuples.add(tuple);
            }
        });
        return new Value(mapping(above, tuples), above.key(), above.path(), above.reading());
    }

    private static Optional<NodeTuple> version(Value metadata) {
        return metadata.isMapping()
                ? Optional.ofNullable(metadata.tuples().get(VERSION.name()))
                        .filter(tuple -> tuple.getValueNode() instanceof ScalarNode version
                                && version.getTag().equals(Tag.STR))
                : Optional.empty();
    }

    private static Node mapping(Value place, List<NodeTuple> tuples) {
        return new MappingNode(
                Tag.MAP,
                true,
                tuples,
                FlowStyle.BLOCK,
                place.node().getStartMark(),
                place.node().getEndMark());
    }
}
