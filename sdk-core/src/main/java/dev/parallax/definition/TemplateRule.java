package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.template.TemplateException;
import dev.parallax.template.Templates;
import java.util.LinkedHashMap;
import java.util.Map;

/** Templates can be read, and every variable in them has a value. */
final class TemplateRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        TemplateVariables variables = TemplateVariables.of(application, findings);
        application.roles().forEach((name, role) -> role.components().forEach((component, value) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name, "components", component);
            environment(value.env(), variables, path);
            value.files().forEach((file, source) -> {
                if (source instanceof FileSource.Template template) {
                    DocumentPath written = findings.nearest(path.child("files", file), "template", "content");
                    template(template.text(), template.origin(), variables, written);
                }
            });
        }));
        application
                .steps()
                .forEach((name, step) -> environment(step.env(), variables, DocumentPath.ROOT.child("steps", name)));
        acceptance(application, variables, findings);
    }

    private static void environment(Map<String, EnvValue> env, TemplateVariables variables, DocumentPath path) {
        env.forEach((variable, text) -> {
            if (text instanceof EnvValue.Text template) {
                template(template.template(), "", variables, path.child("env", variable));
            }
        });
    }

    private static void acceptance(Application application, TemplateVariables variables, Findings findings) {
        Map<String, String> captured = new LinkedHashMap<>();
        boolean all = true;
        for (int i = 0; i < application.acceptance().size(); i++) {
            DocumentPath item = DocumentPath.ROOT.child("acceptance").child(i);
            all &= !findings.followsUnreadable(item);
            if (application.acceptance().get(i) instanceof AcceptanceCheck.Http http) {
                DocumentPath path = item.child("http");
                TemplateVariables known = variables.withCaptured(captured, all);
                http.headers().forEach((header, text) -> template(text, "", known, path.child("headers", header)));
                DocumentPath file = path.child("bodyFile");
                DocumentPath body = path.child("body");
                boolean fromFile = findings.mentions(file) && !findings.mentions(body);
                http.body().ifPresent(text -> template(text, "", known, fromFile ? file : body));
                http.capture().keySet().forEach(name -> captured.put(name, ""));
                all &= findings.isCertain(path.child("capture"))
                        && captured.keySet().containsAll(findings.keys(path.child("capture")));
            }
        }
    }

    private static void template(String text, String origin, TemplateVariables known, DocumentPath path) {
        if (!text.contains("{{")) {
            return;
        }
        try {
            for (String variable : Templates.variables(text, "template")) {
                if (!known.mayHave(variable)) {
                    known.findings()
                            .add(
                                    path,
                                    "unknown variable {{" + Names.shortened(variable) + "}}"
                                            + place(text, origin, variable)
                                            + known.removal(variable),
                                    known.hint(variable));
                }
            }
        } catch (TemplateException e) {
            String message = String.valueOf(e.getMessage());
            known.findings()
                    .add(
                            path,
                            (origin.isEmpty() ? "" : origin + ": ") + message.substring(message.indexOf(": ") + 2),
                            "write variables as {{name}}");
        }
    }

    private static String place(String text, String origin, String variable) {
        return origin.isEmpty() ? "" : " at " + origin + ":" + Templates.lineOf(text, variable);
    }
}
