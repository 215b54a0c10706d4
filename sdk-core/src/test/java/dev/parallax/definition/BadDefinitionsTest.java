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
 * A folder a case: {@code input.yaml} or {@code input.json}, and in {@code problems.txt} what is wrong with it. {@code
 * -Dparallax.update=true} writes the problems anew.
 */
class BadDefinitionsTest {
    private static final Path CASES = Path.of("src/test/resources/definition/bad");

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reportsEveryProblem(String name) throws Exception {
        Path folder = CASES.resolve(name);
        Path input = Files.exists(folder.resolve("input.json"))
                ? folder.resolve("input.json")
                : folder.resolve("input.yaml");
        InvalidDefinitionException found =
                catchThrowableOfType(InvalidDefinitionException.class, () -> DefinitionReader.read(input));
        assertThat(found).as("refused").isNotNull();
        String problems = found.problems().stream()
                        .map(Problem::toString)
                        .map(problem -> problem.replace(folder + "/", ""))
                        .collect(Collectors.joining("\n"))
                + "\n";
        Path expected = folder.resolve("problems.txt");
        if (Boolean.getBoolean("parallax.update")) {
            Files.writeString(expected, problems);
        }
        assertThat(expected).content().isEqualTo(problems);
        assertNothingUnused(folder, input, expected);
    }

    private static void assertNothingUnused(Path folder, Path input, Path expected) throws IOException {
        String definition = Files.readString(input);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .filteredOn(file -> !file.equals(input) && !file.equals(expected))
                    .allSatisfy(file ->
                            assertThat(definition).contains(file.getFileName().toString()));
        }
    }
}
