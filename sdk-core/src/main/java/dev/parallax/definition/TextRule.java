package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Probe;
import dev.parallax.model.Secret;
import java.util.List;
import java.util.Optional;

/** Texts can be given to whom they are for: no process takes a NUL, and no header a line end. */
final class TextRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        application.secrets().forEach((name, secret) -> {
            if (secret instanceof Secret.FromFile file) {
                noNul(file.path(), DocumentPath.ROOT.child("secrets", name, "file"), findings);
            }
        });
        application
                .steps()
                .forEach((name, step) ->
                        command(step.command(), DocumentPath.ROOT.child("steps", name, "command"), findings));
        application.roles().forEach((name, role) -> role.components()
                .forEach((component, value) ->
                        component(value, DocumentPath.ROOT.child("roles", name, "components", component), findings)));
        for (int i = 0; i < application.acceptance().size(); i++) {
            acceptance(
                    application.acceptance().get(i),
                    DocumentPath.ROOT.child("acceptance").child(i),
                    findings);
        }
    }

    private static void component(Component component, DocumentPath path, Findings findings) {
        command(component.command(), path.child("command"), findings);
        component.env().forEach((variable, value) -> {
            if (value instanceof EnvValue.Text text) {
                noNul(text.template(), path.child("env", variable), findings);
            }
        });
        check(component.checks().ready(), path.child("checks", "ready"), findings);
        check(component.checks().alive(), path.child("checks", "alive"), findings);
        check(component.checks().started(), path.child("checks", "started"), findings);
    }

    private static void check(Optional<Check> check, DocumentPath path, Findings findings) {
        if (check.map(Check::probe).orElse(null) instanceof Probe.Exec exec) {
            command(exec.command(), path.child("exec"), findings);
        }
    }

    private static void acceptance(AcceptanceCheck check, DocumentPath path, Findings findings) {
        if (check instanceof AcceptanceCheck.Http http) {
            http.headers()
                    .forEach((name, value) -> findings.addUnless(
                            value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f),
                            path.child("http", "headers", name),
                            "has a control character in it",
                            "write one line of text"));
        } else if (check instanceof AcceptanceCheck.Exec exec) {
            command(exec.command(), path.child("exec", "command"), findings);
        }
    }

    private static void command(List<String> command, DocumentPath path, Findings findings) {
        for (int i = 0; i < command.size(); i++) {
            noNul(command.get(i), path.child(i), findings);
        }
    }

    private static void noNul(String text, DocumentPath path, Findings findings) {
        findings.addUnless(text.indexOf('\0') < 0, path, "has the character U+0000 in it", "remove it");
    }
}
