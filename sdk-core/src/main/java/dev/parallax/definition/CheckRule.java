package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;
import java.util.Optional;

/** Checks ask ports that are there, in times that can pass. */
final class CheckRule implements Rule {
    /** Quotes, comments and escapes of HAProxy's configuration. */
    private static final String SPECIAL = "'\"#\\";

    @Override
    public void check(Application application, Findings findings) {
        application.roles().forEach((name, role) -> role.components().forEach((component, value) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name, "components", component);
            check(value.checks().ready(), value, path, "ready", findings);
            check(value.checks().alive(), value, path, "alive", findings);
            check(value.checks().started(), value, path, "started", findings);
        }));
    }

    private static void check(
            Optional<Check> check, Component component, DocumentPath owner, String kind, Findings findings) {
        DocumentPath path = owner.child("checks", kind);
        check.ifPresent(value -> {
            probe(value.probe(), component, owner, path, findings);
            Times.positive(value.every(), path.child("every"), findings);
            Times.positive(value.timeout(), path.child("timeout"), findings);
            findings.addUnless(
                    value.failures() >= 1, path.child("failures"), "is " + value.failures(), "write 1 or more");
            findings.addUnless(
                    value.successes() >= 1, path.child("successes"), "is " + value.successes(), "write 1 or more");
            findings.addUnless(
                    kind.equals("ready") || value.successes() <= 1,
                    path.child("successes"),
                    "is " + value.successes() + ", but only a ready check may wait for more than one success",
                    "write 1");
        });
    }

    private static void probe(
            Probe probe, Component component, DocumentPath owner, DocumentPath path, Findings findings) {
        if (probe instanceof Probe.Http http) {
            CheckHeaders.check(http.headers(), path.child("headers"), findings);
            References.find(findings, "port", http.port(), component.ports(), owner.child("ports"), path.child("port"));
            DocumentPath place = path.child("http");
            findings.addUnless(
                    Braces.refuseInPath(http.path(), "write the path itself, or ask with exec", place, findings)
                            || (http.path().startsWith("/")
                                    && http.path().chars().noneMatch(c -> c <= ' ' || c >= 0x7f)),
                    place,
                    "'" + Names.shortened(http.path()) + "' is not a path",
                    "start it with / and write no spaces, and %XX for what is not ASCII");
            findings.addUnless(
                    http.path().chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0),
                    place,
                    "has one of " + SPECIAL + ", which balancers take for more than a part of a path",
                    "write %27, %22, %23 or %5C for it");
            Escapes.check(http.path(), place, findings);
        } else if (probe instanceof Probe.Tcp tcp) {
            References.find(findings, "port", tcp.port(), component.ports(), owner.child("ports"), path.child("tcp"));
        }
    }
}
