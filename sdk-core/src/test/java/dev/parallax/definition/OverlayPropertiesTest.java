package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What holds for all overlays over the definition that has every key. */
@PropertyDefaults(tries = 100, edgeCases = EdgeCasesMode.NONE)
class OverlayPropertiesTest {
    private static final Path GOOD = Path.of("src/test/resources/definition/good");
    private static final Source DEFINITION = definition();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What may mean something in YAML. */
    private static final List<String> PIECES = Stream.concat(
                    Stream.of(" ", "\n", "\r", "\t", "\u0007", "\u0085", "\u00a0", "\u2028", "\uFEFF", "\uD83D\uDE00"),
                    Stream.of("a b : # - ' \" \\ | > & * ! % @ { } [ ] , ? ~ null 1 .5 0x1 true << --- ...".split(" ")))
            .toList();

    private static Source definition() {
        try {
            return new Source("definition.yaml", Files.readString(GOOD.resolve("everything.yaml")), GOOD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property
    void anEmptyOverlayChangesNothing(@ForAll @From("differences") Map<String, Object> some) {
        Source overlay = overlay("some.json", some);

        String with = merged(overlay, overlay("empty.json", Map.of())).yaml();

        assertThat(with).isEqualTo(merged(overlay).yaml());
    }

    @Property
    void anOverlayTwiceIsTheSameAsOnce(@ForAll @From("differences") Map<String, Object> some) {
        Source overlay = overlay("some.json", some);

        assertThat(merged(overlay, overlay).yaml()).isEqualTo(merged(overlay).yaml());
    }

    @Property
    void everyValueOfTheLastOverlayStands(
            @ForAll @From("differences") Map<String, Object> one,
            @ForAll @From("differences") Map<String, Object> other) {
        Source last = overlay("last.json", other);

        List<WrittenValue> values = merged(overlay("first.json", one), last).values();

        Node root = Documents.compose(last.name(), last.text(), new Reading(last.name(), GOOD))
                .orElseThrow();
        assertThat(Leaf.of(root))
                .filteredOn(leaf -> !isOfTheOverlayItself(leaf.path().text()))
                .filteredOn(leaf -> leaf.node() instanceof ScalarNode)
                .allSatisfy(leaf -> assertThat(values)
                        .filteredOn(value -> value.value().equals(leaf.written().value()))
                        .extracting(value -> new Position(value.file(), value.line(), value.column()))
                        .contains(leaf.position()));
    }

    private static boolean isOfTheOverlayItself(String path) {
        return List.of("apiVersion", "kind", "metadata.name").contains(path);
    }

    @Property
    void whatIsMergedIsADefinitionOfTheSame(
            @ForAll @From("differences") Map<String, Object> one,
            @ForAll @From("differences") Map<String, Object> other) {
        MergedDefinition merged = merged(overlay("one.json", one), overlay("other.json", other));

        assertThat(DefinitionReader.read(merged.yaml(), "merged.yaml", GOOD)).isEqualTo(merged.application());
    }

    @Property(tries = 1000)
    void everyTextIsWrittenSoThatItIsReadAgain(@ForAll @From("texts") String text) {
        Object app = Map.of("env", Map.of("TEXT", text));
        Object roles = Map.of("web", Map.of("components", Map.of("app", app)));

        MergedDefinition merged = merged(overlay("text.json", Map.of("roles", roles)));

        assertThat(DefinitionReader.read(merged.yaml(), "merged.yaml", GOOD)).isEqualTo(merged.application());
    }

    private static MergedDefinition merged(Source... overlays) {
        return DefinitionReader.merge(DEFINITION, List.of(overlays));
    }

    private static Source overlay(String name, Map<String, Object> differences) {
        Map<String, Object> document = new TreeMap<>(differences);
        document.put("apiVersion", "parallax.dev/v1");
        document.put("kind", "Overlay");
        document.putIfAbsent("metadata", Map.of("name", "some"));
        try {
            return new Source(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document), GOOD);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Provide
    static Arbitrary<Map<String, Object>> differences() {
        return SomeDifferences.overEverything();
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.of(PIECES)
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts))
                .filter(text -> !text.contains("{{"));
    }
}
