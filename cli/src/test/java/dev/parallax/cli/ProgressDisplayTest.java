package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private static final Terminal LIVE = new Terminal(false, false, true, 60);

    private final StringWriter written = new StringWriter();
    private final AtomicLong time = new AtomicLong();

    private ProgressDisplay display(Terminal terminal) {
        return new ProgressDisplay(new PrintWriter(written), terminal, time::get);
    }

    @Test
    void writesPlainLinesToAPipe() {
        try (ProgressDisplay progress = display(Terminal.PIPE)) {
            progress.started("Building");
            progress.update("Building", "one of two");
            progress.finished("Building", Duration.ofSeconds(75));
        }
        assertThat(lines()).containsExactly("Building ...", "Building: done in 1 min 15 s");
    }

    @Test
    void saysOnceThatAShortTaskBegan() {
        try (ProgressDisplay progress = display(Terminal.PIPE)) {
            progress.started("Looking");
            progress.finished("Looking", Duration.ofMillis(200));
        }
        assertThat(lines()).containsExactly("Looking ...");
    }

    @Test
    void rewritesOneLineOnATerminal() {
        try (ProgressDisplay progress = display(LIVE)) {
            progress.started("Building");
            time.set(Duration.ofSeconds(3).toNanos());
            progress.update("Building", "one of two");
            progress.finished("Building", Duration.ofMillis(3400));
        }
        assertThat(written.toString())
                .contains("\r\033[K\033[?7lBuilding ... 0 s\033[?7h")
                .contains("\r\033[K\033[?7lBuilding ... 3 s (one of two)\033[?7h")
                .endsWith("\r\033[KBuilding: done in 3.4 s\n");
    }

    @Test
    void theLineIsGoneBeforeAnythingIsWrittenElsewhere() {
        PrintWriter buffered = new PrintWriter(new BufferedWriter(written));
        try (ProgressDisplay progress = new ProgressDisplay(buffered, LIVE, time::get)) {
            progress.shown("Preparing");
            progress.hidden("Preparing");

            assertThat(written.toString()).endsWith("\r\033[K");
        }
    }

    @Test
    void rewritesATableBelowTheLineAndLeavesNothingOfIt() {
        try (ProgressDisplay progress = display(LIVE)) {
            progress.started("Deploying");
            progress.update("Deploying", "web 1/2", List.of("  web  1/2  " + "x".repeat(80), "  db   1/1"));
            progress.note("above");
            progress.finished("Deploying", Duration.ofSeconds(2));
        }
        String row = ("  web  1/2  " + "x".repeat(80)).substring(0, 59);
        String painted = "\r\033[J\033[?7lDeploying ... 0 s (web 1/2)\r\n" + row + "\r\n  db   1/1\033[2A\r\033[?7h";
        assertThat(written.toString())
                .contains(painted + "\r\033[Jabove\n" + painted)
                .endsWith("\r\033[JDeploying: done in 2.0 s\n");
    }

    @Test
    void tableIsForTerminalsOnly() {
        try (ProgressDisplay progress = display(Terminal.PIPE)) {
            progress.started("Deploying");
            progress.update("Deploying", "web 1/2", List.of("  web  1/2"));
            progress.note("  replica web-0 is ready");
        }
        assertThat(lines()).containsExactly("Deploying ...", "  replica web-0 is ready");
    }

    @Test
    void neverWritesMoreThanTheTerminalIsWide() {
        try (ProgressDisplay progress = display(LIVE)) {
            progress.started("Building");
            progress.update("Building", "x".repeat(200));
        }
        assertThat(written.toString().split("\r"))
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\033\\[(K|\\?7[lh])", "")).hasSizeLessThan(60));
    }

    @Test
    void takesControlCharactersOutOfWhatOthersWrite() {
        try (ProgressDisplay progress = display(LIVE)) {
            progress.started("Building");
            progress.update("Building", "a\nb\033[31m");
        }
        assertThat(written.toString()).contains("(a b [31m)");
    }

    @Test
    void saysWhyATaskFailedInOneLine() {
        try (ProgressDisplay progress = display(Terminal.PIPE)) {
            assertThatThrownBy(() -> progress.run("Building", () -> {
                        throw new IllegalStateException("no disk\nmore");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(lines()).containsExactly("Building ...", "Building: failed: no disk");
    }

    private String[] lines() {
        return written.toString().split("\n");
    }
}
