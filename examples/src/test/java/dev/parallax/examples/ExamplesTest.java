package dev.parallax.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The programs do what they say. */
class ExamplesTest {
    @Test
    void deploysTheApplicationBuiltInJava() throws Exception {
        assertThat(outputOf(() -> DeployInMemory.main(new String[0])))
                .contains("ready at")
                .contains("10.1.1.1:8080");
    }

    @Test
    void deploysTheFlagshipOnTheBackendNamed() throws Exception {
        assertThat(outputOf(() -> DeployKeystone.main(new String[] {"keystone/keystone.yaml", "in-memory", "hosts=4"})))
                .endsWith("keystone 22.0.2 is ready\n")
                .doesNotContain("\n\n");
    }

    private static String outputOf(Program program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private interface Program {
        void run() throws Exception;
    }
}
