package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.NotReachedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Commands in components of replicas. */
interface ExecBehaviours extends Kit {
    /** Writes to both streams, and ends with a status of its own. */
    List<String> TALKATIVE = List.of("/bin/sh", "-c", "printenv TOKEN; pwd >&2; exit 3");

    List<String> SLOW = List.of("/bin/sleep", "60");

    @Test
    @Order(49)
    default void execRunsACommandInTheEnvironmentOfAComponent() throws Exception {
        for (ReplicaStatus replica : web(deploy(sample().withVersion("2"))).replicas()) {
            assertThat(exec(replica, TALKATIVE)).isEqualTo(new CommandResult(3, token(replica) + "\n", "/\n"));
        }
    }

    @Test
    @Order(49)
    default void execGivesUpACommandThatTakesTooLong() throws Exception {
        ReplicaStatus replica =
                web(deploy(sample().withVersion("2"))).replicas().get(0);
        assertThatThrownBy(() -> backend()
                        .exec(application(), replica.name(), SampleApplication.APP, SLOW, Duration.ofSeconds(1)))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("/bin/sleep 60")
                .hasMessageContaining(replica.name());
    }

    @Test
    @Order(49)
    default void execInWhatIsNotThereSaysWhatThereIs() throws Exception {
        ReplicaStatus replica =
                web(deploy(sample().withVersion("2"))).replicas().get(0);
        assertThatThrownBy(() -> exec("never-heard-of", replica.name(), SampleApplication.APP))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> exec(application(), "nobody", SampleApplication.APP))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("nobody")
                .hasMessageContaining(replica.name());
        assertThatThrownBy(() -> exec(application(), replica.name(), "nothing"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining(SampleApplication.APP);
    }

    private CommandResult exec(ReplicaStatus replica, List<String> command) throws InterruptedException {
        return backend().exec(application(), replica.name(), SampleApplication.APP, command, limit());
    }

    private CommandResult exec(String application, String replica, String component) throws InterruptedException {
        return backend().exec(application, replica, component, TALKATIVE, limit());
    }
}
