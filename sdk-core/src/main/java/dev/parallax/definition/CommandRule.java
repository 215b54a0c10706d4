package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Probe;
import dev.parallax.model.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands name a program, and say what is given to it as it stands: templates are for environment values and files. */
final class CommandRule implements Rule {
    private static final String FROM_ENVIRONMENT = "write it under env, and $(NAME) here";
    /** What systemd takes for a prefix of a program's path (systemd.service(5), command lines). */
    private static final String PREFIXES = "+-!@:|";

    private static final String READ_BY_PROGRAM =
            "write it under the component's env or into a file, for the program to read";

    @Override
    public void check(Application application, Findings findings) {
        application.steps().forEach((name, step) -> {
            DocumentPath path = DocumentPath.ROOT.child("steps", name, "command");
            command(step.command(), path, FROM_ENVIRONMENT, findings);
            hidden(step.command(), environment(application, step), path, findings);
        });
        application.roles().forEach((name, role) -> role.components()
                .forEach((component, value) ->
                        component(value, DocumentPath.ROOT.child("roles", name, "components", component), findings)));
        for (int i = 0; i < application.acceptance().size(); i++) {
            if (application.acceptance().get(i) instanceof AcceptanceCheck.Exec exec) {
                DocumentPath path = DocumentPath.ROOT.child("acceptance").child(i);
                command(exec.command(), path.child("exec", "command"), READ_BY_PROGRAM, findings);
            }
        }
    }

    private static Map<String, EnvValue> environment(Application application, Step step) {
        return Optional.ofNullable(application.roles().get(step.use().role()))
                .map(role -> role.components().get(step.use().component()))
                .map(used -> Step.component(step, used).env())
                .orElse(step.env());
    }

    private static void hidden(List<String> command, Map<String, EnvValue> env, DocumentPath path, Findings findings) {
        SecretVariables secret = new SecretVariables(env);
        for (int i = 0; i < command.size(); i++) {
            DocumentPath place = path.child(i);
            secret.named(command.get(i))
                    .ifPresent(name -> findings.add(
                            place,
                            "$(" + Names.shortened(name)
                                    + ") has a secret in it, and anyone on the host sees a command",
                            "let the program read the variable itself, or a file"));
        }
    }

    private static void component(Component component, DocumentPath path, Findings findings) {
        command(component.command(), path.child("command"), FROM_ENVIRONMENT, findings);
        hidden(component.command(), component.env(), path.child("command"), findings);
        check(component.checks().ready(), path.child("checks", "ready"), findings);
        check(component.checks().alive(), path.child("checks", "alive"), findings);
        check(component.checks().started(), path.child("checks", "started"), findings);
    }

    private static void check(Optional<Check> check, DocumentPath path, Findings findings) {
        if (check.map(Check::probe).orElse(null) instanceof Probe.Exec exec) {
            command(exec.command(), path.child("exec"), READ_BY_PROGRAM, findings);
        }
    }

    private static void command(List<String> command, DocumentPath path, String hint, Findings findings) {
        boolean missing = command.isEmpty()
                ? findings.keys(path).isEmpty()
                : command.get(0).isBlank() && !findings.followsUnreadable(path.child(0));
        findings.addUnless(!missing, path, "names no program", "write [program, argument]");
        if (!command.isEmpty() && !command.get(0).isEmpty()) {
            String first = command.get(0).substring(0, 1);
            findings.addUnless(
                    !PREFIXES.contains(first),
                    path.child(0),
                    "begins with " + first + ", by which a service manager changes how it starts a program",
                    "write its path, which begins with /");
        }
        for (int i = 0; i < command.size(); i++) {
            TextRule.noNul(command.get(i), path.child(i), findings);
            DocumentPath place = path.child(i);
            Braces.variable(command.get(i))
                    .ifPresent(name -> findings.add(
                            place,
                            "{{" + name + "}} is not filled in in a command",
                            name.startsWith("secret.")
                                    ? READ_BY_PROGRAM + ": anyone on the host sees its command"
                                    : hint));
        }
    }
}
