package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.ComponentUse;
import dev.parallax.backend.Deployed;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.selection.Selection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "top",
        description = {
            "Show what each component of an application's replicas takes of processor and memory, beside its limits.",
            "Of one role, one replica or one component where that is named. Memory is without what the kernel only keeps of files. On Kubernetes the figures are the kubelets', up to ten seconds old, and need the"
                    + " permission to use nodes/proxy; on a fleet hosts look for a second."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax top --lab puppet-consul keystone",
            "  parallax top --lab kubernetes --component api keystone keystone",
            "  parallax top --backend kubernetes -o json shop | jq '.[].memoryBytes'"
        })
final class TopCommand extends Action {
    @Mixin
    ApplicationPart part = new ApplicationPart();

    @Mixin
    ComponentOption component = new ComponentOption();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    TopCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        String name = part.name();
        Selection selection = part.wanted(component.wanted());
        List<ComponentUse> uses;
        ApplicationStatus status;
        Map<String, Component> components = new LinkedHashMap<>();
        try (Backend backend = backends.open(invocation)) {
            Application present = Deployed.definition(backend, name);
            present.roles().forEach((role, definition) -> definition
                    .components()
                    .forEach((component, value) -> components.put(role + "/" + component, value)));
            status = Deployed.status(backend, name);
            selection.check(present, status);
            uses = backend.use(name).stream()
                    .filter(use -> selection.has(use.role(), use.replica(), use.component()))
                    .toList();
        }
        warnOfMissing(selection, components.keySet(), status, uses, invocation);
        if (output.json()) {
            OutputOptions.write(invocation, uses);
            return ExitStatus.DONE;
        }
        Table table = new Table("ROLE", "REPLICA", "COMPONENT", "CPU", "CPU LIMIT", "MEMORY", "MEMORY LIMIT");
        for (ComponentUse use : uses) {
            Optional<Component> component = Optional.ofNullable(components.get(use.role() + "/" + use.component()));
            table.row(
                    use.role(),
                    use.replica(),
                    use.component(),
                    use.cpuMillis() + "m",
                    component
                            .flatMap(known -> known.limits().cpu())
                            .map(String::valueOf)
                            .orElse("-"),
                    (use.memoryBytes() >> 20) + "Mi",
                    component
                            .flatMap(known -> known.limits().memory())
                            .map(String::valueOf)
                            .orElse("-"));
        }
        table.print(invocation.out(), "");
        return ExitStatus.DONE;
    }

    /** Of replicas that are asked for, and have the component that is. */
    private static void warnOfMissing(
            Selection selection,
            Set<String> components,
            ApplicationStatus status,
            List<ComponentUse> uses,
            Invocation invocation) {
        Set<String> known =
                uses.stream().map(use -> use.role() + "/" + use.replica()).collect(Collectors.toSet());
        status.roles().forEach((role, present) -> present.replicas().stream()
                .filter(replica -> selection.has(role, replica.name()))
                .filter(replica -> selection
                        .component()
                        .map(component -> components.contains(role + "/" + component))
                        .orElse(true))
                .filter(replica -> !known.contains(role + "/" + replica.name()))
                .forEach(replica -> invocation
                        .err()
                        .println("there are no figures of " + role + "/" + replica.name() + ", which is "
                                + Words.of(replica.state()))));
    }
}
