package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.EnvValue;
import dev.parallax.plan.ServiceVariables;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A variable that every component is given for a service means one thing: no other service sets it, and no component or step. */
final class ServiceVariableRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        Map<String, String> owners = new HashMap<>();
        application.services().forEach((name, service) -> {
            Map<String, String> shared = new LinkedHashMap<>();
            for (String variable : ServiceVariables.of(name, service, "").keySet()) {
                String owner = owners.putIfAbsent(variable, name);
                if (owner != null) {
                    shared.putIfAbsent(owner, variable);
                }
            }
            shared.forEach((owner, variable) -> findings.add(
                    DocumentPath.ROOT.child("services", name),
                    "sets the variable " + variable + " of every component, as '" + owner + "' does",
                    "rename one of the two"));
        });
        application.roles().forEach((name, role) -> role.components()
                .forEach((component, value) -> environment(
                        value.env(),
                        DocumentPath.ROOT.child("roles", name, "components", component),
                        owners,
                        findings)));
        application
                .steps()
                .forEach((name, step) ->
                        environment(step.env(), DocumentPath.ROOT.child("steps", name), owners, findings));
    }

    private static void environment(
            Map<String, EnvValue> env, DocumentPath path, Map<String, String> owners, Findings findings) {
        env.keySet()
                .forEach(variable -> findings.addUnless(
                        !owners.containsKey(variable),
                        path.child("env", variable),
                        "is set for every component, for service '" + owners.get(variable) + "'",
                        "remove it or rename it"));
    }
}
