package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final Properties properties = new Properties();

    @Test
    void withoutTheLauncherItIsAPipe() {
        assertThat(Terminal.detect(properties, Map.of("TERM", "xterm"))).isEqualTo(Terminal.PIPE);
    }

    @Test
    void outputsAreToldApart() {
        properties.setProperty("parallax.terminals", "err");
        properties.setProperty("parallax.columns", "80");

        assertThat(Terminal.detect(properties, Map.of("TERM", "xterm"))).isEqualTo(new Terminal(false, true, true, 80));
    }

    @Test
    void aTerminalWithoutASizeIsTakenForAnOrdinaryOne() {
        properties.setProperty("parallax.terminals", "err");
        properties.setProperty("parallax.columns", "0");

        assertThat(Terminal.detect(properties, Map.of("TERM", "xterm")).columns())
                .isEqualTo(Terminal.PIPE.columns());
    }

    @Test
    void commandsRunOnTheNarrowestTerminal() {
        properties.setProperty("parallax.terminals", "out err");
        properties.setProperty("parallax.columns", "1");

        Run run = Run.of(Terminal.detect(properties, Map.of("TERM", "xterm")), Map.of(), "help", "plan");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("parallax plan");
    }

    @Test
    void noColorMeansNoColour() {
        properties.setProperty("parallax.terminals", "out err");

        Terminal terminal = Terminal.detect(properties, Map.of("TERM", "xterm", "NO_COLOR", "1"));

        assertThat(terminal.live()).isTrue();
        assertThat(terminal.colour()).isFalse();
        assertThat(terminal.styled("bold,red", "text")).isEqualTo("text");
    }

    @Test
    void aDumbTerminalShowsNoLiveLine() {
        properties.setProperty("parallax.terminals", "out err");

        assertThat(Terminal.detect(properties, Map.of("TERM", "dumb")).live()).isFalse();
    }
}
