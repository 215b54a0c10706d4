package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.Revision;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.FileSource;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.123Z");

    @Test
    void showsWhatEachRevisionChanged() {
        Revision first = new Revision(1, web("1", 2), NOON, Optional.of(NOON.plusSeconds(9)), false, Optional.empty());
        Revision second = new Revision(2, web("2", 2), NOON.plusSeconds(60), Optional.empty(), false, Optional.empty());
        Revision third = new Revision(
                3,
                web("1", 2),
                NOON.plusSeconds(120),
                Optional.of(NOON.plusSeconds(125)),
                false,
                Optional.of("back to revision 1: role web of revision 2 failed"));
        Revision fourth = new Revision(4, web("1", 3), NOON.plusSeconds(180), Optional.empty(), true, Optional.empty());

        assertThat(printed(List.of(fourth, third, second, first), RolloutState.PROGRESSING))
                .isEqualTo("""
                REVISION  VERSION  APPLIED               READY                 CHANGE
                4*        1        2026-11-26T12:03:00Z  not yet               role web replicas.count: 2 to 3
                3         1        2026-11-26T12:02:00Z  2026-11-26T12:02:05Z  back to revision 1: role web of revision 2 failed
                2         2        2026-11-26T12:01:00Z  never                 application shop version: 1 to 2
                1         1        2026-11-26T12:00:00Z  2026-11-26T12:00:09Z  -
                """);
    }

    @Test
    void showsOfAFileHowManyLinesChangedAndWhichWhenAskedTo() {
        List<Revision> history = List.of(
                new Revision(
                        2,
                        configured("1", "a = 1\npassword = {{secret.db}}\nc = 4\n"),
                        NOON,
                        Optional.of(NOON),
                        true,
                        Optional.empty()),
                new Revision(
                        1,
                        configured("1", "a = 1\npassword = {{secret.db}}\nc = 3\n"),
                        NOON,
                        Optional.of(NOON),
                        false,
                        Optional.empty()));

        assertThat(printed(history, RolloutState.COMPLETE).lines()).hasSize(3).anySatisfy(line -> assertThat(line)
                .endsWith("[\"/etc/web.conf\"].text: +1 -1 lines"));
        StringWriter text = new StringWriter();
        HistoryText.printFull(history, Optional.of(RolloutState.COMPLETE), new PrintWriter(text, true));
        assertThat(text.toString())
                .contains("\nrevision 2, from 1:\n  role web\n")
                .endsWith("""
                            @@ -1,3 +1,3 @@
                              a = 1
                              password = {{secret.db}}
                            - c = 3
                            + c = 4
                    """);
    }

    @Test
    void tellsARolloutThatFailedFromOneThatGoesOn() {
        List<Revision> one = List.of(new Revision(1, web("1", 2), NOON, Optional.empty(), true, Optional.empty()));

        assertThat(printed(one, RolloutState.FAILED)).contains(" failed ");
        assertThat(printed(one, RolloutState.PROGRESSING)).contains(" not yet ");
    }

    private static String printed(List<Revision> history, RolloutState now) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        HistoryText.print(history, Optional.of(now), out);
        out.flush();
        return text.toString();
    }

    private static Application configured(String version, String text) {
        Application web = web(version, 2);
        Role role = Objects.requireNonNull(web.roles().get("web"));
        Component app = Objects.requireNonNull(role.components().get("app"));
        Component configured = Component.builder()
                .from(app)
                .putFiles("/etc/web.conf", new FileSource.Template(text, "web.conf", "0600"))
                .build();
        return Application.builder()
                .from(web)
                .putRoles(
                        "web",
                        Role.builder()
                                .from(role)
                                .putComponents("app", configured)
                                .build())
                .build();
    }

    private static Application web(String version, int count) {
        return Application.builder()
                .name("shop")
                .version(version)
                .putRoles(
                        "web",
                        Role.builder()
                                .replicas(ReplicaPolicy.builder().count(count).build())
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("web:1")
                                                        .build())
                                                .addCommand("/bin/web")
                                                .build())
                                .build())
                .build();
    }
}
