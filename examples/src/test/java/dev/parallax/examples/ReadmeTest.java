package dev.parallax.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here. */
class ReadmeTest {
    private static final String BEGIN = "// tag::readme[]\n";
    private static final String END = "// end::readme[]";

    @Test
    void showsTheProgramAsItIs() throws Exception {
        String program = Files.readString(Path.of("src/main/java/dev/parallax/examples/DeployInMemory.java"));
        int begin = program.indexOf(BEGIN) + BEGIN.length();
        String shown = program.substring(begin, program.indexOf(END)).stripIndent();
        assertThat(Path.of("../README.md")).content().contains("```java\n" + shown + "```");
    }
}
