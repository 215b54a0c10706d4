package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A component can be started, configured and stopped. */
final class ComponentRule implements Rule {
    /** What a service manager holds a process to at least. */
    private static final ByteSize LEAST_MEMORY = new ByteSize(1 << 20);

    private static final Set<String> RESERVED = Set.of("REPLICA_ADDRESS", "REPLICA_NAME");
    private static final List<String> SIGNALS =
            List.of("SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGKILL");

    @Override
    public void check(Application application, Findings findings) {
        application.roles().forEach((name, role) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name);
            DocumentPath components = path.child("components");
            if (role.components().isEmpty() && findings.keys(components).isEmpty()) {
                findings.addEmpty(components, "describe at least one component");
            }
            role.components()
                    .forEach((component, value) ->
                            component(application, value, path.child("components", component), findings));
        });
        application
                .steps()
                .forEach((name, step) -> environment(step.env(), DocumentPath.ROOT.child("steps", name), findings));
    }

    private static void component(Application application, Component component, DocumentPath path, Findings findings) {
        Names.IMAGE.check(component.artifact().image(), path.child("artifact", "image"), findings);
        each(Names.PACKAGE, component.artifact().packages(), path.child("artifact", "packages"), findings);
        each(Names.UNIT, component.artifact().masks(), path.child("artifact", "masks"), findings);
        environment(component.env(), path, findings);
        component.files().forEach((file, source) -> {
            DocumentPath place = path.child("files", file);
            String own = "/etc/" + application.name() + "/" + file.substring(file.lastIndexOf('/') + 1);
            HostPaths.refuse(file, own, place, findings);
            file(file, source, component, place, findings);
        });
        component
                .limits()
                .memory()
                .ifPresent(memory -> findings.addUnless(
                        memory.bytes() >= LEAST_MEMORY.bytes(),
                        path.child("limits", "memory"),
                        "is " + memory + ", in which no process runs",
                        "write " + LEAST_MEMORY + " or more"));
        requests(component, path, findings);
        String signal = component.stop().signal();
        findings.addUnless(
                SIGNALS.contains(signal),
                path.child("stop", "signal"),
                "'" + Names.shortened(signal) + "' is not a signal to stop with",
                Suggestions.orElse(signal, SIGNALS, "write one of " + String.join(", ", SIGNALS)));
        findings.addUnless(
                !component.stop().drain().isNegative(), path.child("stop", "drain"), "is negative", "write 0s or more");
        findings.addUnless(
                !component.stop().grace().isNegative(), path.child("stop", "grace"), "is negative", "write 0s or more");
    }

    private static void requests(Component component, DocumentPath path, Findings findings) {
        component.requests().cpu().ifPresent(cpu -> component
                .limits()
                .cpu()
                .ifPresent(limit -> findings.addUnless(
                        cpu.millis() <= limit.millis(),
                        path.child("requests", "cpu"),
                        "is " + cpu + ", more than its limit",
                        "write " + limit + " or less, or raise the limit")));
        component.requests().memory().ifPresent(memory -> component
                .limits()
                .memory()
                .ifPresent(limit -> findings.addUnless(
                        memory.bytes() <= limit.bytes(),
                        path.child("requests", "memory"),
                        "is " + memory + ", more than its limit",
                        "write " + limit + " or less, or raise the limit")));
    }

    private static void environment(Map<String, EnvValue> env, DocumentPath path, Findings findings) {
        env.keySet().forEach(variable -> {
            DocumentPath place = path.child("env", variable);
            Names.VARIABLE.check(variable, place, findings);
            findings.addUnless(
                    !RESERVED.contains(variable), place, "is set for every component", "remove it or rename it");
        });
    }

    private static void file(
            String file, FileSource source, Component component, DocumentPath path, Findings findings) {
        Paths.check(file, path, findings);
        Names.MODE.check(source.mode(), path.child("mode"), findings);
        component
                .files()
                .forEach((other, directory) -> findings.addUnless(
                        !file.startsWith(other + "/"),
                        path,
                        "lies in '" + other + "', which is another file's path",
                        "move it"));
    }

    private static void each(Names names, List<String> values, DocumentPath path, Findings findings) {
        for (int i = 0; i < values.size(); i++) {
            names.check(values.get(i), path.child(i), findings);
        }
    }
}
