package dev.parallax.cli;

import dev.parallax.Parallax;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.Renderer;
import dev.parallax.definition.Validation;
import dev.parallax.kubernetes.manifest.KubernetesRenderer;
import dev.parallax.model.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "render",
        description = {
            "Write a definition down as a Kubernetes user and as a Puppet user would have written it by hand.",
            "Pure: no orchestrator is asked. Values of secrets go into a file of their own: secrets.yaml.example, to be copied and filled in."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax render --to rendered examples/keystone/keystone.yaml",
            "  parallax render --on kubernetes --rbac --to k8s app.yaml",
            "  # then, as an administrator: kubectl apply -f k8s/00-namespace.yaml -f k8s/access",
            "  # and, to try the rest: kubectl apply --dry-run=server -R -f k8s"
        })
final class RenderCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON; - is the standard input.")
    Path file = Path.of("");

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description =
                    "The folder to write to, new, empty or rendered to before: a folder in it for each orchestrator,"
                            + " unless there is only one. What an earlier render left there is replaced or removed, unless"
                            + " it was changed by hand: an index in it, " + RenderedFolder.INDEX
                            + ", names those files. Others stay.")
    Path to = Path.of("");

    @Option(
            names = RenderedFolder.FORCE,
            description =
                    "Replace and remove files of an earlier render that were changed by hand as well, and write to a"
                            + " folder that no render made, over files of the same names.")
    boolean force;

    @Option(
            names = "--on",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "kubernetes,puppet-consul",
            description = "For which orchestrators (default: ${DEFAULT-VALUE}).")
    List<String> on = List.of();

    @Option(
            names = "--rbac",
            description =
                    "Write too, to a folder named access, what whoever deploys must be allowed to do: a Role of the namespace for Kubernetes, policies of Consul's access control for a fleet.")
    boolean rbac;

    @Option(
            names = "--kubernetes-version",
            paramLabel = "VERSION",
            description =
                    "For which version of Kubernetes, such as 1.28: what only newer clusters know is left out, so that pods are not drained before 1.30 and are sent the image's own signal before 1.33.")
    @Nullable
    String kubernetesVersion;

    @Mixin
    OutputOptions output = new OutputOptions();

    RenderCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        RenderedFolder.requireFolder(to);
        RenderedFolder folder = RenderedFolder.of(to);
        List<Renderer> renderers = renderers();
        Application application = overlays.read(file);
        SortedMap<String, String> texts = new TreeMap<>();
        for (Renderer renderer : renderers) {
            requireRealised(application, renderer);
            SortedMap<String, String> rendered = new TreeMap<>(renderer.render(application));
            if (rbac) {
                rendered.putAll(renderer.access(application));
            }
            String below = on.size() == 1 ? "" : renderer.name() + "/";
            rendered.forEach((path, text) -> texts.put(below + path, text));
        }
        List<String> files = folder.write(texts, RenderedFolder.Changed.when(force));
        if (output.json()) {
            OutputOptions.write(invocation, Map.of("files", files));
        } else {
            files.forEach(invocation.out()::println);
        }
        return ExitStatus.DONE;
    }

    /** What `apply` would refuse is not written down either. */
    private static void requireRealised(Application application, Renderer renderer) {
        BackendProvider provider = Parallax.backends().get(renderer.name());
        if (provider != null) {
            Validation.check(application, provider.name(), provider.fidelity());
        }
    }

    private List<Renderer> renderers() {
        List<Renderer> known = new ArrayList<>();
        ServiceLoader.load(Renderer.class).forEach(known::add);
        known.sort(Comparator.comparing(Renderer::name));
        List<String> names = known.stream().map(Renderer::name).toList();
        for (String name : on) {
            if (!names.contains(name)) {
                throw new UsageException("--on: " + UsageErrors.noSuch("renderer", name, names));
            }
        }
        if (kubernetesVersion != null && !on.contains(BackendOptions.KUBERNETES)) {
            throw new UsageException(
                    "--kubernetes-version: nothing is rendered for kubernetes; leave it out, or add kubernetes to --on");
        }
        return known.stream()
                .filter(renderer -> on.contains(renderer.name()))
                .map(this::forVersion)
                .toList();
    }

    private Renderer forVersion(Renderer renderer) {
        return kubernetesVersion != null && renderer.name().equals(BackendOptions.KUBERNETES)
                ? renderer.with(BackendSettings.of(Map.of(KubernetesRenderer.VERSION, kubernetesVersion)))
                : renderer;
    }
}
