package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Requirement;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is named is there. */
final class ReferenceRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        References references = new References(application, findings);
        application.services().forEach((name, service) -> {
            DocumentPath path = DocumentPath.ROOT.child("services", name);
            service.role().ifPresent(role -> references.role(role, path.child("role")));
            service.ports().forEach((port, number) -> {
                DocumentPath place = findings.nearest(path.child("ports", port), "target");
                service.role().ifPresent(role -> references.rolePort(role, number.target(), place));
            });
        });
        application.steps().forEach((name, step) -> {
            DocumentPath path = DocumentPath.ROOT.child("steps", name);
            references.component(step.use(), path.child("use"));
            environment(step.env(), path, references);
            requirements(step.requires(), path.child("requires"), references);
        });
        application.roles().forEach((name, role) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name);
            requirements(role.requires(), path.child("requires"), references);
            apart(name, role.replicas().apart(), path.child("replicas", "apart"), references);
            role.components()
                    .forEach((component, value) -> component(value, path.child("components", component), references));
        });
        for (int i = 0; i < application.acceptance().size(); i++) {
            acceptance(
                    application.acceptance().get(i),
                    DocumentPath.ROOT.child("acceptance").child(i),
                    references);
        }
    }

    private static void apart(String role, List<String> apart, DocumentPath path, References references) {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < apart.size(); i++) {
            DocumentPath place = path.child(i);
            references.role(apart.get(i), place);
            references
                    .findings()
                    .addUnless(!apart.get(i).equals(role), place, "is the role itself", "write spread: host");
            references.findings().addUnless(named.add(apart.get(i)), place, "is there twice", "keep one of them");
        }
    }

    private static void requirements(List<Requirement> requires, DocumentPath path, References references) {
        for (int i = 0; i < requires.size(); i++) {
            Requirement requirement = requires.get(i);
            DocumentPath place = path.child(i);
            if (requirement instanceof Requirement.OfService service) {
                references.service(service.service(), place.child("service"));
                references.inside(service.service(), place.child("service"));
            } else if (requirement instanceof Requirement.OfStep step) {
                references.step(step.step(), place.child("step"));
            } else if (requirement instanceof Requirement.OfRole role) {
                references.role(role.role(), place.child("role"));
            }
        }
    }

    private static void environment(Map<String, EnvValue> env, DocumentPath path, References references) {
        env.forEach((variable, value) -> {
            if (value instanceof EnvValue.FromSecret reference) {
                DocumentPath place = path.child("env", variable, "secret");
                references.secret(reference.secret(), place);
                Secret secret = references.application().secrets().get(reference.secret());
                if (secret != null && secret.hasKeys()) {
                    String name = reference.secret();
                    String one = name
                            + secret.keyNames().findFirst().map("."::concat).orElse("");
                    references
                            .findings()
                            .add(
                                    place,
                                    "'" + name + "' is a set of keys, not one text",
                                    "write one of them, as \"{{secret." + one + "}}\", or put them into files");
                }
            }
        });
    }

    private static void component(Component component, DocumentPath path, References references) {
        environment(component.env(), path, references);
        component.files().forEach((file, source) -> {
            if (source instanceof FileSource.FromSecret reference) {
                references.secret(reference.secret(), path.child("files", file, "secret"));
            }
        });
    }

    private static void acceptance(AcceptanceCheck check, DocumentPath path, References references) {
        if (check instanceof AcceptanceCheck.Http http) {
            DocumentPath place = path.child("http");
            references.service(http.service(), place.child("service"));
            references.inside(http.service(), place.child("service"));
            Service service = references.application().services().get(http.service());
            if (service != null) {
                References.find(
                        references.findings(),
                        "port",
                        http.port(),
                        service.ports(),
                        DocumentPath.ROOT.child("services", http.service(), "ports"),
                        place.child("port"));
            }
        } else if (check instanceof AcceptanceCheck.Exec exec) {
            references.component(exec.use(), path.child("exec", "use"));
        }
    }
}
