package dev.parallax.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows of Java is what is compiled here. */
class ExcerptsTest {
    private static final String PROGRAMS = "src/main/java/dev/parallax/examples/";
    private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void readmeShowsTheProgramAsItIs() throws Exception {
        assertThat(shownIn("../README.md")).containsExactly(excerpt(PROGRAMS + "DeployInMemory.java", "readme"));
    }

    @Test
    void guideToTestsShowsOneAsItIs() throws Exception {
        assertThat(shownIn("../docs/testing.md"))
                .containsExactly(excerpt("src/test/java/dev/parallax/examples/ReleaseTest.java", "test"));
    }

    @Test
    void guideShowsTheBackendAsItIs() throws Exception {
        assertThat(shownIn("../docs/own-backend.md"))
                .containsExactly(
                        excerpt(PROGRAMS + "processes/ProcessProvider.java", "provider"),
                        excerpt(PROGRAMS + "processes/ProcessBackend.java", "verbs"),
                        excerpt(PROGRAMS + "processes/Reconciler.java", "reconcile"),
                        excerpt(PROGRAMS + "processes/ProcessFidelity.java", "fidelity"),
                        excerpt("src/test/java/dev/parallax/examples/processes/ProcessConformanceTest.java", "test"));
    }

    /** All the Java of a page. */
    private static List<String> shownIn(String page) throws IOException {
        return SHOWN.matcher(Files.readString(Path.of(page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    /** What stands between the marks of a name. */
    private static String excerpt(String file, String name) throws IOException {
        String text = Files.readString(Path.of(file));
        String begin = "// tag::" + name + "[]\n";
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf("// end::" + name + "[]"))
                .stripIndent();
    }
}
