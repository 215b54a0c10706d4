package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder a case: {@code definition.yaml}, the overlays {@code overlay-1.yaml} and so on in their order, and what comes of them: {@code
 * merged.yaml} of a good case, {@code problems.txt} of a bad one. {@code -Dparallax.update=true} writes these anew.
 */
class OverlaysTest {
    static final Path CASES = Path.of("src/test/resources/definition/overlays");

    static List<Path> good() throws IOException {
        return list(CASES.resolve("good"));
    }

    static List<Path> bad() throws IOException {
        return list(CASES.resolve("bad"));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** All overlays of all good or bad cases. */
    static List<Path> overlaysOf(String cases) throws IOException {
        try (Stream<Path> files = Files.walk(CASES.resolve(cases))) {
            return files.filter(OverlaysTest::isOverlay).sorted().toList();
        }
    }

    private static boolean isOverlay(Path file) {
        return file.getFileName().toString().startsWith("overlay-");
    }

    private static MergedDefinition merge(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path[] overlays = files.filter(OverlaysTest::isOverlay).sorted().toArray(Path[]::new);
            return DefinitionReader.merge(folder.resolve("definition.yaml"), overlays);
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void mergesAndSaysWhereEachValueComesFrom(Path folder) throws Exception {
        assertContent(folder, "merged.yaml", merge(folder).yaml());
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatIsMergedIsADefinitionOfTheSame(Path folder) throws Exception {
        MergedDefinition merged = merge(folder);

        assertThat(DefinitionReader.read(merged.yaml(), "merged.yaml", folder)).isEqualTo(merged.application());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void reportsEveryProblemInTheDocumentOfTheValue(Path folder) throws Exception {
        InvalidDefinitionException found = catchThrowableOfType(InvalidDefinitionException.class, () -> merge(folder));

        assertThat(found).as("refused").isNotNull();
        assertContent(
                folder,
                "problems.txt",
                found.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")) + "\n");
    }

    private static void assertContent(Path folder, String name, String content) throws IOException {
        Path expected = folder.resolve(name);
        String shown = content.replace(folder + "/", "");
        if (Boolean.getBoolean("parallax.update")) {
            Files.writeString(expected, shown);
        }
        assertThat(expected).content().isEqualTo(shown);
    }
}
