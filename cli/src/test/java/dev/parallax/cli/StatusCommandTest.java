package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.Trouble;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.selection.Selection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static final ApplicationStatus WHOLE = new ApplicationStatus(
            "keystone",
            "1",
            7,
            Map.of(
                    "db", new RoleStatus(1, 1, 1, 1, List.of(ready("db-0"))),
                    "keystone", new RoleStatus(2, 1, 1, 1, List.of(ready("keystone-1")))),
            Map.of(),
            Map.of(),
            false,
            RolloutStatus.of(true, false, Optional.empty(), Optional.empty()));

    private static final ApplicationStatus PART = new Selection(Optional.of("db"), Optional.empty(), Optional.empty())
            .of(WHOLE, DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml")));

    @Test
    void aPartThatIsReadyDoesNotMakeTheApplicationReady() {
        JsonNode document = StatusCommand.document(WHOLE, PART, List.of());

        assertThat(document.get("ready").isBoolean()).isTrue();
        assertThat(document.get("ready").asBoolean()).isFalse();
        assertThat(document.get("roles").fieldNames()).toIterable().containsExactly("db");
        assertThat(StatusCommand.document(WHOLE, WHOLE, List.of()).get("roles")).hasSize(2);
    }

    @Test
    void showsThePartBelowWhatIsSaidOfTheApplication() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(out, out, Terminal.PIPE, Map.of(), Path.of(".."));
        StatusText.print(WHOLE, PART, List.of(), invocation);
        invocation.flush();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("keystone 1, revision 7: not ready\n")
                .contains("role db: 1 of 1 ready", "db-0")
                .doesNotContain("role keystone", "keystone-1");
    }

    @Test
    void saysOfWhichRevisionThoseAreThatAreCountedWhileOlderOnesServeToo() {
        ApplicationStatus rolling = new ApplicationStatus(
                "keystone",
                "2",
                5,
                Map.of("keystone", new RoleStatus(3, 3, 3, 1, List.of(ready("k-0"), ready("k-1"), ready("k-2")))),
                Map.of(),
                Map.of(),
                false,
                RolloutStatus.of(false, false, Optional.empty(), Optional.empty()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(out, out, Terminal.PIPE, Map.of(), Path.of(".."));
        StatusText.print(rolling, rolling, List.of(), invocation);
        invocation.flush();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\nrole keystone: 1 of 3 ready at revision 5 (2 more of older ones)\n");
        assertThat(rolling.missing())
                .containsExactly("role keystone has 1 of 3 replicas ready at revision 5 (2 more of older ones)");
    }

    @Test
    void endsWithWhatKeepsTheOrchestratorFromGoingOn() {
        Trouble trouble = new Trouble("nobody leads", "somebody leads");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(out, out, Terminal.PIPE, Map.of(), Path.of(".."));
        StatusText.print(WHOLE, PART, List.of(trouble), invocation);
        invocation.flush();

        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\n\nnobody leads\n");
        assertThat(StatusCommand.document(WHOLE, PART, List.of(trouble)).get("troubles"))
                .extracting(JsonNode::asText)
                .containsExactly("nobody leads");
    }

    private static ReplicaStatus ready(String name) {
        return new ReplicaStatus(
                name, Optional.of("host1"), Optional.empty(), ReplicaState.READY, "1", 0, Optional.empty());
    }
}
