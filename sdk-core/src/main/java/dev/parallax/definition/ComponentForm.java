package dev.parallax.definition;

import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Limits;
import dev.parallax.model.Requests;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a component is written. */
final class ComponentForm {
    private static final Form<List<String>> TEXTS = new ListForm<>(Scalars.text());
    private static final StopPolicy STOP_DEFAULTS = StopPolicy.builder().build();

    private static final Field<String> IMAGE =
            Field.required("image", Scalars.text(), "stand-in", "The container image.");
    private static final Field<List<String>> PACKAGES = Field.defaulted(
            "packages",
            TEXTS,
            List.of(),
            "Debian packages that bring the program to a host, each `NAME` or `NAME=VERSION`. One without a version"
                    + " stays as it is installed when `metadata.version` changes.");
    private static final Field<List<String>> MASKS = Field.defaulted(
            "masks", TEXTS, List.of(), "Units the packages bring that must not run beside the component.");
    private static final ObjectForm<Artifact> ARTIFACT_FORM = ObjectForm.of(
            "Artifact",
            "What a component consists of: the same thing as an image and as packages of a host.",
            List.of(IMAGE, PACKAGES, MASKS),
            fields -> Artifact.builder()
                    .image(fields.get(IMAGE))
                    .addAllPackages(fields.get(PACKAGES))
                    .addAllMasks(fields.get(MASKS))
                    .build());

    private static final Field<Cpu> CPU =
            Field.optional("cpu", Scalars.cpu(), "Processor time: `500m`, `0.5` or `2` cores; unlimited where absent.");
    private static final Field<ByteSize> MEMORY =
            Field.optional("memory", Scalars.size(), "Memory, from `1Mi` on: `64Mi`, `1Gi`; unlimited where absent.");
    private static final ObjectForm<Limits> LIMITS_FORM =
            ObjectForm.of("Limits", "The most a component may use.", List.of(CPU, MEMORY), fields -> Limits.builder()
                    .cpu(fields.find(CPU))
                    .memory(fields.find(MEMORY))
                    .build());

    private static final Field<Cpu> REQUESTED_CPU = Field.optional(
            "cpu", Scalars.cpu(), "Processor time: `500m`, `0.5` or `2` cores; as much as the limit where absent.");
    private static final Field<ByteSize> REQUESTED_MEMORY =
            Field.optional("memory", Scalars.size(), "Memory: `64Mi`, `1Gi`; as much as the limit where absent.");
    private static final ObjectForm<Requests> REQUESTS_FORM = ObjectForm.of(
            "Requests",
            "What is set aside for a component on the host that it is placed on.",
            List.of(REQUESTED_CPU, REQUESTED_MEMORY),
            fields -> Requests.builder()
                    .cpu(fields.find(REQUESTED_CPU))
                    .memory(fields.find(REQUESTED_MEMORY))
                    .build());

    private static final Field<String> SIGNAL =
            Field.defaulted("signal", Scalars.text(), STOP_DEFAULTS.signal(), "The signal that asks it to stop.");
    private static final Field<Duration> DRAIN = Field.defaulted(
            "drain",
            Scalars.duration(),
            STOP_DEFAULTS.drain(),
            "Between being taken out of its services and the signal, so that no request is led to it any more.");
    private static final Field<Duration> GRACE =
            Field.defaulted("grace", Scalars.duration(), STOP_DEFAULTS.grace(), "After it the component is killed.");
    private static final ObjectForm<StopPolicy> STOP_FORM = ObjectForm.of(
            "Stop",
            "How a component is asked to stop, and for how long.",
            List.of(SIGNAL, DRAIN, GRACE),
            fields -> StopPolicy.builder()
                    .signal(fields.get(SIGNAL))
                    .drain(fields.get(DRAIN))
                    .grace(fields.get(GRACE))
                    .build());

    private static final Field<Artifact> ARTIFACT = Field.required(
            "artifact",
            ARTIFACT_FORM,
            Artifact.builder().image("stand-in").build(),
            "The image, and the packages that bring the same to a host.");
    private static final Field<List<String>> COMMAND = Field.required(
            "command",
            TEXTS,
            List.of(),
            "The program and its arguments; `$(NAME)` is replaced from the environment when it starts.");
    private static final Field<Map<String, EnvValue>> ENV = Field.defaulted(
            "env",
            ContentForms.ENVIRONMENT,
            Map.of(),
            "Environment variables: a text with variables in `{{...}}`, or a secret. `REPLICA_ADDRESS`, `REPLICA_NAME` and"
                    + " those of the services are always there.");
    private static final Field<Map<String, FileSource>> FILES = Field.defaulted(
            "files",
            new MapForm<>("absolute path", ContentForms.FILE),
            Map.of(),
            "Files the component reads. On a host they lie where every process finds them: what belongs to the host itself, such"
                    + " as `/etc/hosts`, is refused.");
    private static final Field<Map<String, Integer>> PORTS = Field.defaulted(
            "ports",
            new MapForm<>("port name", Scalars.integer(1, ServiceForm.HIGHEST_PORT)),
            Map.of(),
            "Ports by name. Within a role a port, and its name, belong to one component.");
    private static final Field<Limits> LIMITS =
            Field.optional("limits", LIMITS_FORM, "The most it may use; unlimited where absent.");
    private static final Field<Requests> REQUESTS = Field.optional(
            "requests",
            REQUESTS_FORM,
            "What is set aside for it on its host, at most its limits: no host takes replicas for which it has not that much left. As much as the"
                    + " limits where absent, and nothing without one.");
    private static final Field<User> USER = Field.optional(
            "user",
            UserForm.FORM,
            "Whom the process runs as; where absent, the image's own user on Kubernetes and root on a host.");
    private static final Field<Checks> CHECKS =
            Field.optional("checks", CheckForm.FORM, "What says that it started, is alive, and is ready.");
    private static final Field<StopPolicy> STOP =
            Field.optional("stop", STOP_FORM, "How it is asked to stop, and for how long.");

    static final ObjectForm<Component> FORM = ObjectForm.of(
            "Component",
            "One process of a role: what it is made of, how it is started, configured, limited, checked and stopped.",
            List.of(ARTIFACT, COMMAND, ENV, FILES, PORTS, LIMITS, REQUESTS, USER, CHECKS, STOP),
            ComponentForm::build);

    private ComponentForm() {}

    private static Component build(Fields fields) {
        return Component.builder()
                .artifact(fields.get(ARTIFACT))
                .addAllCommand(fields.get(COMMAND))
                .putAllEnv(fields.get(ENV))
                .putAllFiles(fields.get(FILES))
                .putAllPorts(fields.get(PORTS))
                .limits(fields.find(LIMITS).orElseGet(() -> Limits.builder().build()))
                .requests(
                        fields.find(REQUESTS).orElseGet(() -> Requests.builder().build()))
                .user(fields.find(USER))
                .checks(fields.find(CHECKS).orElseGet(() -> Checks.builder().build()))
                .stop(fields.find(STOP).orElse(STOP_DEFAULTS))
                .build();
    }
}
