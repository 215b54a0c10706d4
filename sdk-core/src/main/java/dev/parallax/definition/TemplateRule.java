package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.template.Bindings;
import dev.parallax.template.TemplateException;
import dev.parallax.template.Templates;
import java.util.LinkedHashMap;
import java.util.Map;

/** Templates can be read, and every variable in them has a value. */
final class TemplateRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        Bindings bindings = Bindings.of(application).withMaskedSecrets(application.secrets());
        application.roles().forEach((name, role) -> role.components().forEach((component, value) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name, "components", component);
            environment(value.env(), bindings, path, findings);
            value.files().forEach((file, source) -> {
                if (source instanceof FileSource.Template template) {
                    template(template.text(), template.origin(), bindings, path.child("files", file), findings);
                }
            });
        }));
        application
                .steps()
                .forEach((name, step) ->
                        environment(step.env(), bindings, DocumentPath.ROOT.child("steps", name), findings));
        acceptance(application, bindings, findings);
    }

    private static void environment(
            Map<String, EnvValue> env, Bindings bindings, DocumentPath path, Findings findings) {
        env.forEach((variable, text) -> {
            if (text instanceof EnvValue.Text template) {
                template(template.template(), "", bindings, path.child("env", variable), findings);
            }
        });
    }

    private static void acceptance(Application application, Bindings bindings, Findings findings) {
        Map<String, String> captured = new LinkedHashMap<>();
        for (int i = 0; i < application.acceptance().size(); i++) {
            if (application.acceptance().get(i) instanceof AcceptanceCheck.Http http) {
                DocumentPath path =
                        DocumentPath.ROOT.child("acceptance").child(i).child("http");
                Bindings known = bindings.withCaptured(captured);
                http.headers()
                        .forEach((header, text) -> template(text, "", known, path.child("headers", header), findings));
                http.body()
                        .ifPresent(text -> template(
                                text,
                                "",
                                known,
                                path.child(findings.mentions(path.child("bodyFile")) ? "bodyFile" : "body"),
                                findings));
                http.capture().keySet().forEach(name -> captured.put(name, ""));
            }
        }
    }

    private static void template(String text, String origin, Bindings bindings, DocumentPath path, Findings findings) {
        if (!text.contains("{{")) {
            return;
        }
        try {
            for (String variable : Templates.variables(text, "template")) {
                if (!bindings.names().contains(variable) && !isUnreadable(variable, bindings, findings)) {
                    findings.add(
                            path,
                            "unknown variable {{" + Names.shortened(variable) + "}}" + place(text, origin, variable),
                            hint(variable, bindings));
                }
            }
        } catch (TemplateException e) {
            String message = String.valueOf(e.getMessage());
            findings.add(
                    path,
                    (origin.isEmpty() ? "" : origin + ": ") + message.substring(message.indexOf(": ") + 2),
                    "write variables as {{name}}");
        }
    }

    /** What is in the document and could not be read was reported already. */
    private static boolean isUnreadable(String variable, Bindings bindings, Findings findings) {
        String[] parts = variable.split("\\.", 4);
        if (parts.length < 2) {
            return false;
        }
        DocumentPath owner = DocumentPath.ROOT.child(parts[0] + "s", parts[1]);
        String prefix = parts[0] + "." + parts[1];
        boolean readable =
                bindings.names().stream().anyMatch(name -> name.equals(prefix) || name.startsWith(prefix + "."));
        return readable
                ? parts.length == 4 && parts[2].equals("port") && findings.mentions(owner.child("ports", parts[3]))
                : findings.mentions(owner);
    }

    private static String place(String text, String origin, String variable) {
        return origin.isEmpty() ? "" : " at " + origin + ":" + Templates.lineOf(text, variable);
    }

    private static String hint(String variable, Bindings bindings) {
        if (variable.startsWith("secret.") && bindings.names().contains(variable + ".0")) {
            return "it is a set of keys: write {{" + variable + ".0}} or use a file";
        }
        return Suggestions.closest(variable, bindings.names())
                .map(near -> "did you mean {{" + near + "}}?")
                .orElse("known are " + Suggestions.list(bindings.names()));
    }
}
