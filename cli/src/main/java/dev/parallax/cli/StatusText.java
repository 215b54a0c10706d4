package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.Trouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application's state as a person reads it. */
final class StatusText {
    private static final int MOST_LIVE = 12;

    private StatusText() {}

    /** What is said of the application as a whole, tables of the part that is shown, and what keeps the orchestrator from going on. */
    static void print(
            ApplicationStatus status, ApplicationStatus shown, List<Trouble> troubles, Invocation invocation) {
        PrintWriter out = invocation.out();
        String state = status.deleting() ? "being deleted" : status.isReady() ? "ready" : "not ready";
        String style = status.isReady() ? "bold,green" : "bold,yellow";
        out.println(status.application() + " " + status.version() + ", revision " + status.revision() + ": "
                + invocation.terminal().styled(style, state)
                + (status.rollout().paused() ? ", paused" : ""));
        status.rollout().reason().ifPresent(reason -> out.println(reason));
        status.rollout().failure().ifPresent(failure -> out.println("the rollout failed: " + failure));
        printServices(shown.services(), out);
        printSteps(shown, out);
        shown.roles().forEach((name, role) -> printRole(name, role, status.revision(), out));
        if (!troubles.isEmpty()) {
            out.println();
            troubles.forEach(trouble -> out.println(invocation.terminal().styled("bold,yellow", trouble.text())));
        }
    }

    private static void printServices(Map<String, ServiceStatus> services, PrintWriter out) {
        if (services.isEmpty()) {
            return;
        }
        Table table = new Table("SERVICE", "ADDRESS", "PUBLIC", "PORTS", "READY ENDPOINTS");
        services.forEach((name, service) -> table.row(
                name,
                service.address().orElse("-"),
                service.publicAddress().orElse("-"),
                service.ports().entrySet().stream()
                        .map(port -> port.getKey() + ":" + port.getValue())
                        .collect(Collectors.joining(" ")),
                service.readyEndpoints().isEmpty() ? "none" : String.join(" ", service.readyEndpoints())));
        out.println();
        table.print(out, "");
    }

    private static void printSteps(ApplicationStatus status, PrintWriter out) {
        if (status.steps().isEmpty()) {
            return;
        }
        Table table = new Table("STEP", "STATE", "ATTEMPTS", "LAST ERROR");
        status.steps()
                .forEach((name, step) -> table.row(
                        name,
                        Words.of(step.state()),
                        Integer.toString(step.attempts()),
                        firstLine(step.lastError().orElse(""))));
        out.println();
        table.print(out, "");
    }

    private static void printRole(String name, RoleStatus role, long revision, PrintWriter out) {
        Table table = new Table("REPLICA", "HOST", "ADDRESS", "STATE", "VERSION", "RESTARTS", "LAST ERROR");
        for (ReplicaStatus replica : role.replicas()) {
            table.row(
                    replica.name(),
                    replica.host().orElse("-"),
                    replica.address().orElse("-"),
                    Words.of(replica.state()),
                    replica.version(),
                    Integer.toString(replica.restarts()),
                    firstLine(replica.lastError().orElse("")));
        }
        out.println();
        out.println(
                "role " + name + ": " + role.ready() + " of " + role.wanted() + " ready" + role.besideOlder(revision));
        if (!role.replicas().isEmpty()) {
            table.print(out, "  ");
        }
    }

    /** What is on its way, in few lines: the steps that are not done, and each role's replicas. */
    static List<String> live(ApplicationStatus status) {
        Table table = new Table("", "READY", "REPLICAS");
        status.steps().forEach((name, step) -> {
            if (step.state() != StepState.SUCCEEDED) {
                table.row(
                        "step " + name,
                        Words.of(step.state()),
                        step.attempts() > 1 ? "attempt " + step.attempts() : "");
            }
        });
        status.roles()
                .forEach((name, role) -> table.row(
                        name,
                        role.ready() + "/" + role.wanted(),
                        role.replicas().stream().map(StatusText::brief).collect(Collectors.joining(", "))));
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text), "  ");
        List<String> lines = text.toString().lines().toList();
        int more = lines.size() - MOST_LIVE;
        return more <= 0
                ? lines
                : Stream.concat(lines.stream().limit(MOST_LIVE), Stream.of("  and " + more + " more"))
                        .toList();
    }

    private static String brief(ReplicaStatus replica) {
        return replica.name() + " " + replica.version() + " " + Words.of(replica.state());
    }

    /** How far it is, in one line: {@code steps 1/2, db 1/1, keystone 2/3}. */
    static String brief(ApplicationStatus status) {
        List<String> parts = new ArrayList<>();
        if (!status.steps().isEmpty()) {
            long done = status.steps().values().stream()
                    .filter(step -> step.state() == StepState.SUCCEEDED)
                    .count();
            parts.add("steps " + done + "/" + status.steps().size());
        }
        new TreeMap<>(status.roles())
                .forEach((name, role) -> parts.add(name + " " + role.ready() + "/" + role.wanted()));
        if (status.rollout().isHeld()) {
            parts.add("paused");
        }
        return String.join(", ", parts);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
