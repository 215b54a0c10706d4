package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Secret;
import java.util.Map;

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
                .forEach((name, step) -> environment(step.env(), DocumentPath.ROOT.child("steps", name), findings));
        application.roles().forEach((name, role) -> role.components()
                .forEach((component, value) -> environment(
                        value.env(), DocumentPath.ROOT.child("roles", name, "components", component), findings)));
        for (int i = 0; i < application.acceptance().size(); i++) {
            if (application.acceptance().get(i) instanceof AcceptanceCheck.Http http) {
                DocumentPath path =
                        DocumentPath.ROOT.child("acceptance").child(i).child("http", "headers");
                http.headers().forEach((name, value) -> header(value, path.child(name), findings));
            }
        }
    }

    private static void environment(Map<String, EnvValue> env, DocumentPath path, Findings findings) {
        env.forEach((variable, value) -> {
            if (value instanceof EnvValue.Text text) {
                noNul(text.template(), path.child("env", variable), findings);
            }
        });
    }

    private static void header(String value, DocumentPath path, Findings findings) {
        findings.addUnless(
                value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f),
                path,
                "has a control character in it",
                "write one line of text");
    }

    static void noNul(String text, DocumentPath path, Findings findings) {
        findings.addUnless(text.indexOf('\0') < 0, path, "has the character U+0000 in it", "remove it");
    }
}
