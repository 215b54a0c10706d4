package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to a good definition, reading it gives an application or problems, never another error. */
class RandomDefinitionsTest {
    private static final Path GOOD = Path.of("src/test/resources/definition/good");
    private static final int ROUNDS = 600;
    private static final String[] PIECES = {
        "",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "&a ",
        "*a",
        "!!x ",
        "|\n",
        "#",
        "\n",
        "\t",
        "null",
        "~",
        "-1",
        "1e9",
        "true",
        "? ",
        "<<: *a",
        "{{secret.x}}",
        "{{#a}}",
        "'{{}}'",
        "\u0000",
        "\uD83D\uDE00",
        "0x7fffffffffffffff",
        "99999999999999999999",
        "---\n",
        "%YAML 9\n",
        "0o8"
    };

    @Test
    void neverEndInAnotherError() throws Exception {
        String good = Files.readString(GOOD.resolve("everything.yaml"));
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutate(good, random);
            try {
                DefinitionReader.read(text, "random.yaml", GOOD);
            } catch (InvalidDefinitionException e) {
                refused++;
                assertThat(e.problems()).as(text).isNotEmpty().allSatisfy(problem -> assertThat(problem.message())
                        .isNotBlank());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ":\n" + text, e);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS);
    }

    @Test
    void neverEndInAnotherErrorAsOverlays() throws Exception {
        String good = Files.readString(GOOD.resolve("everything.yaml"));
        String overlay = good.replace("kind: Application", "kind: Overlay")
                .replace("{name: shop, version:", "{name: prod, application: shop, version:");
        Random random = new Random(8);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Source definition = new Source("definition.yaml", random.nextBoolean() ? good : mutate(good, random), GOOD);
            Source above = new Source("overlay.yaml", mutate(overlay, random), GOOD);
            try {
                MergedDefinition merged = DefinitionReader.merge(definition, List.of(above));
                assertThat(DefinitionReader.read(merged.yaml(), "merged.yaml", GOOD))
                        .isEqualTo(merged.application());
            } catch (InvalidDefinitionException e) {
                refused++;
                assertThat(e.problems()).as(above.text()).isNotEmpty().allSatisfy(problem -> assertThat(problem.file())
                        .isIn("definition.yaml", "overlay.yaml"));
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ":\n" + above.text(), e);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS);
    }

    private static String mutate(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            int place = line.isEmpty() ? 0 : random.nextInt(line.length());
            String piece = PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(5)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.set(at, line.substring(0, place) + piece + line.substring(place));
                case 2 -> lines.set(at, line.substring(0, place));
                case 3 -> lines.add(random.nextInt(lines.size()), line);
                default -> lines.set(at, line.replaceFirst(":.*", ": " + piece));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
