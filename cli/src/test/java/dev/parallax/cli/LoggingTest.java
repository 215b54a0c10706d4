package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loggers are made once in a process, so each case has one of its own. */
@Timeout(60)
class LoggingTest {
    @Test
    void showsNothingOfALibrarysFailures() throws Exception {
        assertThat(logged("status", "shop"))
                .contains("ours: warn")
                .doesNotContain("library", "Exception", "ours: info");
    }

    @Test
    void showsWhereALibraryFailedToWhoDebugs() throws Exception {
        assertThat(logged("status", "--debug", "shop"))
                .contains("ours: debug", "library: error", "IllegalStateException", "at dev.parallax.cli");
    }

    @Test
    void tellsADaemonsJournalOfErrors() throws Exception {
        assertThat(logged("controller"))
                .contains("ours: info", "library: error")
                .doesNotContain("ours: debug", "library: warn");
    }

    private static String logged(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    static final class Program {
        public static void main(String[] arguments) {
            Logging.configure(List.of(arguments));
            Logger library = LoggerFactory.getLogger("io.fabric8.Library");
            library.error("library: error", new IllegalStateException("gone"));
            library.warn("library: warn");
            Logger ours = LoggerFactory.getLogger("dev.parallax.Ours");
            ours.warn("ours: warn");
            ours.info("ours: info");
            ours.debug("ours: debug");
        }
    }
}
