package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SideUseTest {
    private final Path folder;
    private final SideUse use;
    private final List<Process> others = new ArrayList<>();

    SideUseTest(@TempDir Path folder) {
        this.folder = folder;
        this.use = SideUse.of(new Places(folder, folder), Side.KUBERNETES);
    }

    @AfterEach
    void endOthers() {
        others.forEach(Process::destroyForcibly);
    }

    @Test
    void refusesToChangeASideThatAnotherProcessUsesAndNamesTheProcess() throws Exception {
        Process other = other("use");
        List<String> done = new ArrayList<>();

        assertThatThrownBy(() -> use.alone(() -> done.add("changed")))
                .isInstanceOf(LabException.class)
                .hasMessage("the lab's kubernetes side is in use by process " + other.pid()
                        + ": wait until that is done or end it with `kill " + other.pid() + "`, then try again");
        assertThat(done).isEmpty();
    }

    @Test
    void isFreeAtOnceWhenTheUserIsKilled() throws Exception {
        Process other = other("use");
        List<String> done = new ArrayList<>();

        other.destroyForcibly().waitFor();
        use.alone(() -> done.add("changed"));

        assertThat(done).containsExactly("changed");
    }

    @Test
    void maySeveralProcessesUseASide() throws Exception {
        Process one = other("use");
        Process two = other("use");

        use.begin();
        use.end();

        assertThatThrownBy(() -> use.alone(() -> {}))
                .hasMessageContaining(String.valueOf(one.pid()))
                .hasMessageContaining(String.valueOf(two.pid()));
    }

    @Test
    void refusesToUseASideThatAnotherProcessChanges() throws Exception {
        Process other = other("change");

        assertThatThrownBy(use::begin)
                .isInstanceOf(LabException.class)
                .hasMessage("the lab's kubernetes side is being brought up or removed by process " + other.pid()
                        + ": try again when that is done");
        other.destroyForcibly().waitFor();
        assertThatCode(use::begin).doesNotThrowAnyException();
        use.end();
    }

    @Test
    void letsAProcessChangeWhatItUsesItselfAndKeepsTheUse() throws Exception {
        use.begin();
        List<String> done = new ArrayList<>();

        use.alone(() -> done.add("changed"));

        assertThat(done).containsExactly("changed");
        assertThat(attempt("change"))
                .contains("in use by process " + ProcessHandle.current().pid());
        use.end();
        assertThat(attempt("change")).isEqualTo("held");
    }

    @Test
    void keepsTheUseOfThisProcessWhenTheChangeIsRefused() throws Exception {
        use.begin();
        Process other = other("use");

        assertThatThrownBy(() -> use.alone(() -> {})).isInstanceOf(LabException.class);

        other.destroyForcibly().waitFor();
        assertThat(attempt("change"))
                .contains("in use by process " + ProcessHandle.current().pid());
        use.end();
    }

    @Test
    void isNotInheritedByAChildThatGoesOn() throws Exception {
        Process parent = other("use-with-child");
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            try {
                parent.destroyForcibly().waitFor();

                assertThat(child.isAlive()).isTrue();
                assertThatCode(() -> use.alone(() -> {})).doesNotThrowAnyException();
            } finally {
                child.destroyForcibly();
            }
        }
    }

    /** Another process that uses or changes the side until it is killed. */
    private Process other(String what) throws IOException {
        Process process = start(what);
        // Not closed: the rest of what it says is for the test.
        assertThat(line(process)).isEqualTo("held");
        return process;
    }

    /** What another process says that wants to. */
    private String attempt(String what) throws IOException {
        return line(start(what));
    }

    private Process start(String what) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        others.add(process);
        return process;
    }

    /** Byte for byte, so that nothing of the next line is taken. */
    private static String line(Process process) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = process.getInputStream().read(); read > 0 && read != '\n'; ) {
            line.append((char) read);
            read = process.getInputStream().read();
        }
        return line.toString();
    }

    static final class Other {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            SideUse use = SideUse.of(new Places(folder, folder), Side.KUBERNETES);
            try {
                if (arguments[1].equals("change")) {
                    use.alone(Other::hold);
                } else {
                    use.begin();
                    if (arguments[1].equals("use-with-child")) {
                        Process child = new ProcessBuilder("sleep", "60").start();
                        System.out.println("held\n" + child.pid());
                    }
                    hold();
                }
            } catch (LabException e) {
                System.out.println(e.getMessage());
            }
        }

        private static void hold() {
            System.out.println("held");
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
