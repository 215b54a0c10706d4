package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up what one part of an application names in another, and reports what is not there. */
record References(Application application, Findings findings) {
    /** What to do when an overlay removed what is still named. */
    static final String KEEP = "let it stay, or change this as well";

    void role(String name, DocumentPath path) {
        find(findings, "role", name, application.roles(), DocumentPath.ROOT.child("roles"), path);
    }

    void service(String name, DocumentPath path) {
        find(findings, "service", name, application.services(), DocumentPath.ROOT.child("services"), path);
    }

    /** That a service which is waited for, or asked, is the application's own. */
    void inside(String name, DocumentPath path) {
        Service found = application.services().get(name);
        findings.addUnless(
                found == null || (found.external().isEmpty() && found.provider().isEmpty()),
                path,
                "service '" + Names.shortened(name) + "' is outside of the application",
                "name one that a role is behind");
    }

    void step(String name, DocumentPath path) {
        find(findings, "step", name, application.steps(), DocumentPath.ROOT.child("steps"), path);
    }

    void secret(String name, DocumentPath path) {
        find(findings, "secret", name, application.secrets(), DocumentPath.ROOT.child("secrets"), path);
    }

    void component(ComponentRef reference, DocumentPath path) {
        Role role = application.roles().get(reference.role());
        if (role == null) {
            role(reference.role(), path);
            return;
        }
        find(
                findings,
                "component",
                reference.component(),
                role.components(),
                DocumentPath.ROOT.child("roles", reference.role(), "components"),
                path);
    }

    /** A port of any component of a role. */
    void rolePort(String role, String port, DocumentPath path) {
        Role found = application.roles().get(role);
        if (found == null) {
            return;
        }
        Set<String> ports = new LinkedHashSet<>();
        DocumentPath components = DocumentPath.ROOT.child("roles", role, "components");
        found.components()
                .values()
                .forEach(component -> ports.addAll(component.ports().keySet()));
        boolean certain = findings.isCertain(components)
                && findings.keys(components).stream()
                        .map(components::child)
                        .allMatch(component -> isCertain(component, port));
        if (!ports.contains(port) && certain) {
            add(
                    path,
                    "role '" + role + "' has no port '" + Names.shortened(port) + "'",
                    found.components().keySet().stream()
                            .flatMap(name -> findings.removal(components.child(name, "ports", port)).stream())
                            .findFirst(),
                    Suggestions.orList(port, ports, "port"),
                    findings);
        }
    }

    private boolean isCertain(DocumentPath component, String port) {
        DocumentPath ports = component.child("ports");
        return findings.isCertain(ports) && !findings.mentions(ports.child(port));
    }

    static void find(
            Findings findings, String what, String name, Map<String, ?> known, DocumentPath where, DocumentPath path) {
        if (!known.containsKey(name) && !findings.mentions(where.child(name)) && findings.isCertain(where)) {
            add(
                    path,
                    "there is no " + what + " '" + Names.shortened(name) + "'",
                    findings.removal(where.child(name)),
                    known.isEmpty() ? "describe it under " + where : Suggestions.orList(name, known.keySet(), what),
                    findings);
        }
    }

    /** That something is not there; when an overlay removed it, that is why, and no other name was meant. */
    private static void add(
            DocumentPath path, String message, Optional<Position> removal, String hint, Findings findings) {
        removal.ifPresentOrElse(
                place -> findings.add(path, message + ", which is removed at " + place, KEEP),
                () -> findings.add(path, message, hint));
    }
}
