package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder of its own, with a Maven and a Java that do what each case says. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LauncherTest {
    private static final String SUCCESS = "echo '[INFO] BUILD SUCCESS'";
    private static final String FAILURE = "echo '[INFO] BUILD FAILURE'; echo '[INFO] Build failures were ignored.'";
    private static final List<String> WITHOUT_LAB = List.of("test", "--without-lab");

    @TempDir
    Path root;

    @BeforeEach
    void layOut() throws IOException {
        Files.copy(Path.of("../parallax"), root.resolve("parallax"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(root.resolve("jdk"));
        Files.createDirectories(root.resolve("cli/src/test"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        program("jdk/bin/javac", "");
        program("jdk/bin/java", """
                for argument; do
                  case $argument in -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}" ;; esac
                done
                """);
        mavenCompiles("");
        mavenVerifies(SUCCESS);
        program("bin/mvn", """
                here=$(dirname "$0")
                if [ "$1" = -v ]; then echo 'Apache Maven 3.8.7'; exit; fi
                echo "$*" >>"$here/calls"
                report() { # MODULE CLASS TESTS FAILURES
                  mkdir -p "$1/target/surefire-reports"
                  echo "<testsuite name=\\"$2\\" tests=\\"$3\\" errors=\\"0\\" skipped=\\"0\\" failures=\\"$4\\">" >"$1/target/surefire-reports/TEST-$2.xml"
                }
                case " $* " in *' package '*) . "$here/compile" ;; *) . "$here/verify" ;; esac
                """);
    }

    @Test
    void endsWithTheCountsOfEveryModule() throws Exception {
        mavenVerifies("report sdk-core A 3 0", "report cli B 2 0", SUCCESS);

        Outcome outcome = launch(WITHOUT_LAB);

        assertThat(outcome.status).as(outcome.text).isZero();
        assertThat(outcome.lines()).last().isEqualTo("5 passed, 0 failed, 0 skipped");
    }

    @Test
    void asksMavenOnceAndToGoOnBehindAFailedModule() throws Exception {
        mavenVerifies("report sdk-core A 1 0", SUCCESS);

        launch(WITHOUT_LAB);

        List<String> calls = Files.readAllLines(root.resolve("bin/calls"));
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0)).contains("-DskipTests package");
        assertThat(calls.get(1)).endsWith("--fail-never -DskipITs verify");
    }

    @Test
    void namesTheModuleThatFailedAndCountsThoseBehindIt() throws Exception {
        mavenVerifies(
                "report lab A 2 1",
                "report cli B 4 0",
                "echo '[INFO] Parallax lab ....................................... FAILURE [ 12.345 s]'",
                "echo '[INFO] Parallax cli ....................................... SUCCESS [  1.234 s]'",
                FAILURE);

        Outcome outcome = launch(List.of("test"));

        assertThat(outcome.status).as(outcome.text).isEqualTo(1);
        assertThat(outcome.text).contains("mvn verify failed in lab;");
        assertThat(outcome.lines()).last().isEqualTo("5 passed, 1 failed, 0 skipped");
    }

    @Test
    void failsWhenAJvmOfTestsDiedWithoutAReport() throws Exception {
        mavenVerifies(
                "report sdk-core A 3 0",
                "echo '[ERROR] The forked VM terminated without saying properly goodbye'",
                FAILURE);

        assertFails("3 passed, 0 failed, 0 skipped");
    }

    @Test
    void failsWhenMavenDied() throws Exception {
        mavenVerifies("report sdk-core A 3 0", "kill -KILL $$");

        assertFails("3 passed, 0 failed, 0 skipped");
    }

    @Test
    void failsWhenMavenDoesNotSayHowItEnded() throws Exception {
        mavenVerifies("report sdk-core A 3 0", "echo '[ERROR] Non-parseable POM'");

        assertFails("3 passed, 0 failed, 0 skipped");
    }

    @Test
    void takesNoTestsWordForMavens() throws Exception {
        mavenVerifies("report sdk-core A 3 0", SUCCESS, FAILURE);

        assertFails("3 passed, 0 failed, 0 skipped");
    }

    @Test
    void failsWhenAReportHasAFailureThatMavenPassedOver() throws Exception {
        mavenVerifies("report sdk-core A 12 10", SUCCESS);

        assertFails("2 passed, 10 failed, 0 skipped");
    }

    @Test
    void failsWhenNothingWasTested() throws Exception {
        assertFails("0 passed, 0 failed, 0 skipped");
    }

    @Test
    void doesNotTestWhatDoesNotCompile() throws Exception {
        mavenCompiles("echo '[ERROR] /a/B.java:[1,2] not a statement'; exit 1");

        Outcome outcome = launch(WITHOUT_LAB);

        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.text).contains("not a statement", "the build failed");
        assertThat(Files.readAllLines(root.resolve("bin/calls"))).hasSize(1);
    }

    @Test
    void saysThatItArchivesClassesWhenItDoes() throws Exception {
        assertThat(launch(List.of("version")).lines())
                .anyMatch(line -> line.startsWith("Archiving classes for quick starts: done in "));
        assertThat(launch(List.of("version")).text).isEmpty();
    }

    @Test
    void saysOnceThatNoClassesCouldBeArchived() throws Exception {
        program("jdk/bin/java", "");

        assertThat(launch(List.of("version")).text).contains("No archive of classes could be made");
        assertThat(launch(List.of("version")).text).isEmpty();
    }

    private void assertFails(String counts) throws Exception {
        Outcome outcome = launch(WITHOUT_LAB);

        assertThat(outcome.status).as(outcome.text).isEqualTo(1);
        assertThat(outcome.lines()).last().isEqualTo(counts);
    }

    private void mavenCompiles(String line) throws IOException {
        program("bin/compile", line + "\nmkdir -p cli/target && echo jar >cli/target/parallax.jar\n");
    }

    private void mavenVerifies(String... lines) throws IOException {
        program("bin/verify", String.join("\n", lines) + "\n");
    }

    private void program(String name, String script) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome launch(List<String> arguments) throws IOException, InterruptedException {
        Path output = root.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(root.resolve("parallax").toString())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.command().addAll(arguments);
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("the launcher ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private record Outcome(int status, String text) {
        List<String> lines() {
            return text.lines().toList();
        }
    }
}
