package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Acceptance checks can be made. */
final class AcceptanceRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < application.acceptance().size(); i++) {
            AcceptanceCheck check = application.acceptance().get(i);
            DocumentPath path = DocumentPath.ROOT.child("acceptance").child(i);
            findings.addUnless(!check.name().isBlank(), path.child("name"), "is empty", "say what succeeds, in words");
            findings.addUnless(names.add(check.name()), path.child("name"), "is there twice", "choose another name");
            if (check instanceof AcceptanceCheck.Http http) {
                http(http, path.child("http"), findings);
            } else if (check instanceof AcceptanceCheck.Exec exec) {
                exec(exec, path.child("exec"), findings);
            }
        }
    }

    private static void http(AcceptanceCheck.Http http, DocumentPath path, Findings findings) {
        DocumentPath place = path.child("path");
        String hint = "write the path itself: headers and the body may hold variables";
        findings.addUnless(
                Braces.refuseInPath(http.path(), hint, place, findings)
                        || (http.path().startsWith("/") && http.path().chars().noneMatch(c -> c <= ' ' || c == 0x7f)),
                place,
                "'" + Names.shortened(http.path()) + "' is not a path",
                "start it with / and write no spaces");
        Escapes.check(http.path(), place, findings);
        findings.addUnless(
                http.status() >= 100 && http.status() <= 599,
                path.child("status"),
                "is " + http.status(),
                "write a whole number from 100 to 599");
        http.headers().forEach((name, value) -> Names.HEADER.check(name, path.child("headers", name), findings));
        http.capture().forEach((name, header) -> {
            Names.CAPTURED.check(name, path.child("capture", name), findings);
            Names.HEADER.check(header, path.child("capture", name), findings);
        });
    }

    private static void exec(AcceptanceCheck.Exec exec, DocumentPath path, Findings findings) {
        exec.rises().ifPresent(expression -> {
            try {
                findings.addUnless(
                        Pattern.compile(expression).matcher("").groupCount() > 0,
                        path.child("rises"),
                        "has no group",
                        "put parentheses around the number, such as 'hits (\\d+)'");
            } catch (PatternSyntaxException e) {
                findings.add(
                        path.child("rises"),
                        "is not a regular expression: " + e.getDescription(),
                        "write one such as 'hits (\\d+)'");
            }
        });
    }
}
