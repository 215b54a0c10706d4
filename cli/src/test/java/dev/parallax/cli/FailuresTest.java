package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.lab.LabTimeoutException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Invocation invocation =
            new Invocation(new ByteArrayOutputStream(), err, Terminal.PIPE, Map.of(), Path.of(".."));
    private final Failures failures = new Failures(invocation);

    @Test
    void aTimeThatIsUpComesWithHowToGoOn() {
        BackendOptions backends = new BackendOptions();
        backends.backend = "kubernetes";
        backends.kubernetes.kubeconfig = Path.of("my config");
        invocation.ifCutShort(backends.goesOn(backends.command("status", "web") + " shows it"));

        int status =
                failures.report(new NotReachedException("kubernetes: web 1 is not ready after 5m"), "parallax apply");

        assertThat(status).isEqualTo(3);
        assertThat(said()).isEqualTo("""
                parallax apply: kubernetes: web 1 is not ready after 5m
                `parallax status --backend kubernetes --kubeconfig 'my config' web` shows it
                """);
    }

    @Test
    void aTimeOutOfTheLabIsOneToo() {
        assertThat(Failures.status(new LabTimeoutException("waited 300 s in vain")))
                .isEqualTo(3);
    }

    @Test
    void whatFailsOfAnInterruptionIsTheInterruption() {
        invocation.beginInterruption();

        int status = failures.report(new BackendException("could not list containers: null"), "parallax apply");

        assertThat(status).isEqualTo(130);
        assertThat(said()).isEmpty();
    }

    @Test
    void theTerminalObeysNothingThatAServerSays() {
        failures.report(new BackendException("it says \033[2J\rgone\nand more"), "parallax plan");

        assertThat(said()).isEqualTo("parallax plan: it says ?[2J?gone\nand more\n");
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
