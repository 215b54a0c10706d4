package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Drift;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final Plan PLAN = new Plan(
            "shop",
            List.of(
                    new Change(
                            Action.CREATE,
                            "Secret",
                            "token",
                            List.of(
                                    new FieldChange("type", Optional.empty(), Optional.of("Opaque")),
                                    new FieldChange("file", Optional.empty(), Optional.of("a = 1\nb = 2\n")))),
                    new Change(
                            Action.CHANGE,
                            "ConfigMap",
                            "web",
                            List.of(
                                    new FieldChange("size", Optional.of("1"), Optional.empty()),
                                    new FieldChange(
                                            "file",
                                            Optional.of("a = 1\nb = 2\nc = 3\n"),
                                            Optional.of("a = 1\nb = 5\nc = 3\n")))),
                    new Change(Action.UNCHANGED, "Service", "web", List.of())));

    @Test
    void writesOutWhatATerminalWouldObey() {
        assertThat(FieldText.changed(new FieldChange(
                        "text", Optional.of("a\n"), Optional.of("\u001b[31mred\u001b[0m\u202e\u0000\n"))))
                .containsExactly(
                        "    text:",
                        "        @@ -1,1 +1,1 @@",
                        "        - a",
                        "        + \\e[31mred\\e[0m\\u202e\\u0000");
        StringWriter out = new StringWriter();
        Table table = new Table("CHANGE");
        table.row("from a\n to b");
        table.print(new PrintWriter(out, true), "");
        assertThat(out.toString().lines()).containsExactly("CHANGE", "from a\\n to b");
    }

    @Test
    void foldsWhatComesAndShowsOfLongValuesTheLinesThatDiffer() {
        assertThat(text(false)).isEqualTo("""
                        + Secret token (2 fields)
                        ~ ConfigMap web
                            size: 1 -> (absent)
                            file:
                                @@ -1,3 +1,3 @@
                                  a = 1
                                - b = 2
                                + b = 5
                                  c = 3
                        shop: 1 to create, 1 to change, 0 to remove, 1 to leave; --full has every field
                        """);
    }

    @Test
    void showsEachPlaceWhereALongValueDiffers() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

        assertThat(FieldText.changed(new FieldChange(
                        "file",
                        Optional.of(before),
                        Optional.of(before.replace("2\n", "two\n").replace("9\n", "9\n9.5\n")))))
                .containsExactly(
                        "    file:",
                        "        @@ -1,4 +1,4 @@",
                        "          1",
                        "        - 2",
                        "        + two",
                        "          3",
                        "          4",
                        "        @@ -8,3 +8,4 @@",
                        "          8",
                        "          9",
                        "        + 9.5",
                        "          10");
        assertThat(FieldText.changed(new FieldChange("file", Optional.of("1\n2\n"), Optional.of("1\n2"))))
                .containsExactly("    file:", "        (differs only in how lines end)");
        assertThat(FieldText.changed(new FieldChange("file", Optional.empty(), Optional.of("1\n2\n"))))
                .endsWith("        + 1", "        + 2");
    }

    @Test
    void showsEveryFieldWhenAskedTo() {
        assertThat(text(true)).startsWith("""
                        + Secret token
                            type: Opaque
                            file:
                                a = 1
                                b = 2
                        ~ ConfigMap web
                        """).endsWith("1 to leave\n");
    }

    @Test
    void saysWhoElseHasSetWhatWouldChangeAndWhatIsTakenOver() {
        Plan adoption = new Plan(
                "shop",
                List.of(
                        new Change(
                                Action.ADOPT,
                                "Service",
                                "front",
                                List.of(new FieldChange(
                                        "spec.type",
                                        Optional.of("NodePort"),
                                        Optional.of("ClusterIP"),
                                        List.of("alice")))),
                        new Change(
                                Action.CHANGE,
                                "Deployment",
                                "web",
                                List.of(new FieldChange(
                                        "spec.replicas", Optional.of("4"), Optional.of("3"), List.of("bob", "eve"))))),
                List.of("Service shop/front keeps port 81"));

        assertThat(text(adoption, false)).isEqualTo("""
                        @ Service front
                            spec.type: NodePort -> ClusterIP (set by alice)
                        ~ Deployment web
                            spec.replicas: 4 -> 3 (set by bob, eve)
                        ! Service shop/front keeps port 81
                        shop: 0 to create, 1 to adopt, 1 to change, 0 to remove, 0 to leave
                        """);
    }

    @Test
    void tellsWhatWasChangedByHandFromWhatTheDefinitionChanges() {
        Drift.Difference byHand = new Drift.Difference(
                "file",
                "/etc/web.conf",
                Optional.of("web"),
                Optional.of("h1"),
                List.of(new FieldChange("content", Optional.of("as applied"), Optional.of("changed"))),
                Drift.State.STANDS);

        assertThat(text(PLAN.repairing(List.of(byHand)), false)).startsWith("""
                        ~ file /etc/web.conf on h1: changed by hand
                            content: changed -> as applied
                        + Secret token (2 fields)
                        """).endsWith("""
                        shop: 1 to create, 1 to change, 1 to repair, 0 to remove, 1 to leave; --full has every field
                        """);
    }

    @Test
    void linesOfATerminalEndBetweenWords() {
        assertThat(Wrapped.lines("approximated: roles.web.spread: by hand", 20, "  "))
                .containsExactly("approximated:", "  roles.web.spread:", "  by hand");
        assertThat(Wrapped.lines("short", 20, "  ")).containsExactly("short");
    }

    private static String text(boolean full) {
        return text(PLAN, full);
    }

    private static String text(Plan plan, boolean full) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation =
                new Invocation(out, OutputStream.nullOutputStream(), Terminal.PIPE, Map.of(), Path.of(""));
        new PlanText(plan, full).print(invocation);
        invocation.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
