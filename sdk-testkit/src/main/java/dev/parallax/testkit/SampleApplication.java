package dev.parallax.testkit;

import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Cpu;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Exposure;
import dev.parallax.model.FileSource;
import dev.parallax.model.KeyAlgorithm;
import dev.parallax.model.Limits;
import dev.parallax.model.Probe;
import dev.parallax.model.Provider;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requests;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Spread;
import dev.parallax.model.Step;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.Storage;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.model.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The application of the kit: {@code store} keeps storage; the step {@code prepare} asks it by its bare name; {@code web} comes after the
 * step and is public. Both run the kit's web server. Immutable: each method gives another one.
 */
record SampleApplication(
        String name,
        Artifact artifact,
        int publicPort,
        String version,
        int count,
        String greeting,
        String healthPath,
        DriftPolicy drift,
        UpdatePolicy update) {
    static final int WEB_PORT = 18080;
    static final int STORE_PORT = 18081;
    /** Of {@link #greedy}, so that what its hosts lack is no port. */
    private static final int GREEDY_PORT = 18083;

    static final String WEB = "web";
    static final String STORE = "store";
    static final String PREPARE = "prepare";
    static final String OUTSIDE = "outside";
    static final String APP = "app";
    /** The number that Debian and others give the user nobody and its group. */
    /** Less than the limit of {@code web}. */
    static final int REQUESTED_MILLIS = 100;

    private static final Cpu TOO_MUCH = new Cpu(1_000_000);
    static final int NOBODY = 65534;

    static final String GREETING = "GREETING";
    static final String TOKEN = "TOKEN";
    /** Variables that {@code prepare} fails without, and that no replica has; it has a {@link #TOKEN} of its own, too. */
    static final String STEP_TOKEN = "STEP_TOKEN";

    static final String STEP_TEXT = "STEP_TEXT";
    /** A variable of several lines. */
    static final String PUBLIC_KEY = "PUBLIC_KEY";

    static final String KEPT_TEXT = "KEPT";
    static final Secret.Existing KEPT =
            new Secret.Existing(Optional.of("conformance-kept/value"), Optional.of("parallax-secrets/conformance"));

    static final int TOKEN_LENGTH = 24;
    static final String KEYS = "/etc/conformance/keys";
    static final String PAIR = "/etc/conformance/pair";
    static final String CONFIGURATION = "/etc/conformance/web.conf";
    /** A file that names the storage: written once, when the storage is empty. */
    static final String STORAGE_ID = "/var/lib/conformance/id";

    /** What the step writes before it asks the store. */
    static final String PREPARING = "preparing";

    static final String UNPREPARED = "cannot prepare";
    /** The command of a step that fails. */
    static final List<String> FAILING = List.of("/bin/sh", "-c", "echo " + UNPREPARED + "; exit 1");

    private static final String SERVER = "/usr/bin/parallax-web";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static SampleApplication of(String name, Artifact artifact, int publicPort) {
        return new SampleApplication(
                name,
                artifact,
                publicPort,
                "1",
                2,
                "hello",
                "/healthz",
                DriftPolicy.REPAIR,
                UpdatePolicy.builder().build());
    }

    SampleApplication withVersion(String changed) {
        return new SampleApplication(name, artifact, publicPort, changed, count, greeting, healthPath, drift, update);
    }

    SampleApplication withCount(int changed) {
        return new SampleApplication(name, artifact, publicPort, version, changed, greeting, healthPath, drift, update);
    }

    SampleApplication withGreeting(String changed) {
        return new SampleApplication(name, artifact, publicPort, version, count, changed, healthPath, drift, update);
    }

    /** Of the replicated role. */
    SampleApplication withUpdate(UpdatePolicy changed) {
        return new SampleApplication(name, artifact, publicPort, version, count, greeting, healthPath, drift, changed);
    }

    /** Never gets ready: its health check asks for a page that is not there. */
    SampleApplication broken() {
        return new SampleApplication(name, artifact, publicPort, version, count, greeting, "/nothing", drift, update);
    }

    /** As it is, but for what the ready check of the replicated role asks. */
    Application withReadyCheck(Probe.Http asked) {
        return withWeb(web -> {
                    Component app = Objects.requireNonNull(web.components().get(APP));
                    Check ready = Check.builder()
                            .from(app.checks().ready().orElseThrow())
                            .probe(asked)
                            .build();
                    return Role.builder()
                            .from(web)
                            .putComponents(
                                    APP,
                                    Component.builder()
                                            .from(app)
                                            .checks(Checks.builder()
                                                    .from(app.checks())
                                                    .ready(ready)
                                                    .build())
                                            .build())
                            .build();
                })
                .build();
    }

    /** What is changed by hand in {@code web} stays until somebody has it repaired. */
    SampleApplication reportingDrift() {
        return new SampleApplication(
                name, artifact, publicPort, version, count, greeting, healthPath, DriftPolicy.REPORT, update);
    }

    /** As it is, but for the step, of which every attempt fails. */
    Application withFailingStep() {
        Application application = build();
        Step step = Objects.requireNonNull(application.steps().get(PREPARE));
        return Application.builder()
                .from(application)
                .steps(Map.of(
                        PREPARE,
                        Step.builder().from(step).command(FAILING).retries(0).build()))
                .build();
    }

    /** As it is, but for what the replicated role says of its hosts. */
    Application withPlaces(UnaryOperator<ReplicaPolicy.Builder> places) {
        return withWeb(web -> Role.builder()
                        .from(web)
                        .replicas(places.apply(ReplicaPolicy.builder().from(web.replicas()))
                                .build())
                        .build())
                .build();
    }

    private Application.Builder withWeb(UnaryOperator<Role> changed) {
        Application application = build();
        Role web = Objects.requireNonNull(application.roles().get(WEB));
        return Application.builder().from(application).putRoles(WEB, changed.apply(web));
    }

    /** As it is, with a service that leads to an address outside. */
    Application withOutside(String address) {
        return Application.builder()
                .from(build())
                .putServices(
                        OUTSIDE,
                        Service.builder()
                                .addExternal(address)
                                .putPorts("http", new ServicePort(WEB_PORT, "http"))
                                .build())
                .build();
    }

    /** As it is, with a secret in {@code web} that is kept elsewhere. */
    Application withKept() {
        return withWeb(web -> Role.builder()
                        .from(web)
                        .putComponents(
                                APP,
                                Component.builder()
                                        .from(Objects.requireNonNull(
                                                web.components().get(APP)))
                                        .putEnv(KEPT_TEXT, new EnvValue.FromSecret("kept"))
                                        .build())
                        .build())
                .putSecrets("kept", KEPT)
                .build();
    }

    /** Another application, whose {@code web} is led to the store of this one by the name it has here. */
    Application reader() {
        return Application.builder()
                .name(name + "-reader")
                .version("1")
                .putServices(
                        STORE,
                        Service.builder()
                                .provider(new Provider(name, STORE))
                                .putPorts("http", new ServicePort(STORE_PORT, "http"))
                                .build())
                .putRoles(
                        WEB,
                        Role.builder()
                                .putComponents(
                                        APP,
                                        server(WEB_PORT, "/healthz")
                                                .addCommand(SERVER)
                                                .build())
                                .build())
                .build();
    }

    /** Another application, whose one replica requests more than any host has. */
    Application greedy() {
        return requesting(TOO_MUCH);
    }

    /** The same, as long as it requests what a host has. */
    Application modest() {
        return requesting(new Cpu(REQUESTED_MILLIS));
    }

    private Application requesting(Cpu cpu) {
        return Application.builder()
                .name(name + "-greedy")
                .version("1")
                .putRoles(
                        WEB,
                        Role.builder()
                                .putComponents(
                                        APP,
                                        server(GREEDY_PORT, "/healthz")
                                                .addCommand(SERVER)
                                                .requests(Requests.builder()
                                                        .cpu(cpu)
                                                        .build())
                                                .build())
                                .build())
                .build();
    }

    String renderedGreeting() {
        return greeting + " from " + name + " to store:" + STORE_PORT;
    }

    Application build() {
        return Application.builder()
                .name(name)
                .version(version)
                .putSecrets("token", new Secret.Password(TOKEN_LENGTH))
                .putSecrets("step-token", new Secret.Password(TOKEN_LENGTH))
                .putSecrets("keys", new Secret.FernetKeys(2))
                .putSecrets("pair", new Secret.KeyPair(KeyAlgorithm.EC_P256))
                .putServices(
                        STORE,
                        Service.builder()
                                .role(STORE)
                                .putPorts("http", new ServicePort(STORE_PORT, "http"))
                                .build())
                .putServices(
                        WEB,
                        Service.builder()
                                .role(WEB)
                                .putPorts("http", new ServicePort(publicPort, "http"))
                                .exposure(Exposure.PUBLIC)
                                .build())
                .putSteps(
                        PREPARE,
                        Step.builder()
                                .use(new ComponentRef(WEB, APP))
                                .addCommand(
                                        "/bin/sh",
                                        "-c",
                                        "echo " + PREPARING + " && test ${#" + STEP_TOKEN + "} = " + TOKEN_LENGTH
                                                + " && test \"$" + STEP_TEXT + "\" = \"" + STEP_TEXT + "=$" + STEP_TOKEN
                                                + "\" && test \"$" + TOKEN + "\" = replaced && curl -fsS --max-time 5"
                                                + " http://store:" + STORE_PORT + "/healthz")
                                .putEnv(STEP_TOKEN, new EnvValue.FromSecret("step-token"))
                                .putEnv(STEP_TEXT, new EnvValue.Text(STEP_TEXT + "={{secret.step-token}}"))
                                .putEnv(TOKEN, new EnvValue.Text("replaced"))
                                .addRequires(new Requirement.OfService(STORE, 1, LIMIT))
                                .retries(10)
                                .timeout(Duration.ofSeconds(30))
                                .build())
                .putRoles(STORE, store())
                .putRoles(WEB, web())
                .build();
    }

    private Role store() {
        String start =
                "test -s " + STORAGE_ID + " || cat /proc/sys/kernel/random/uuid > " + STORAGE_ID + "; exec " + SERVER;
        return Role.builder()
                .putStorage(
                        "data",
                        Storage.builder()
                                .path("/var/lib/conformance")
                                .size(ByteSize.parse("16Mi"))
                                .keep(true)
                                .build())
                .putComponents(
                        APP,
                        server(STORE_PORT, "/healthz")
                                .command(List.of("/bin/sh", "-c", start))
                                .build())
                .build();
    }

    private Role web() {
        return Role.builder()
                .replicas(ReplicaPolicy.builder()
                        .count(count)
                        .spread(Spread.HOST)
                        .drift(drift)
                        .update(update)
                        .recovery(RecoveryPolicy.builder().hostLostAfter(SECOND).build())
                        .build())
                .addRequires(new Requirement.OfStep(PREPARE, LIMIT))
                .putComponents(
                        APP,
                        server(WEB_PORT, healthPath)
                                .addCommand(SERVER)
                                .putEnv(
                                        GREETING,
                                        new EnvValue.Text(
                                                greeting + " from {{application.name}} to {{service.store.host}}:"
                                                        + "{{service.store.port.http}}"))
                                .putEnv(TOKEN, new EnvValue.FromSecret("token"))
                                .putEnv(PUBLIC_KEY, new EnvValue.Text("{{secret.pair.public}}"))
                                .putFiles(KEYS, new FileSource.FromSecret("keys", "0644"))
                                .putFiles(PAIR, new FileSource.FromSecret("pair", "0644"))
                                .putFiles(
                                        CONFIGURATION,
                                        new FileSource.Template(
                                                "token = {{secret.token}}\nserver = {{application.name}}\n",
                                                "content",
                                                "0644"))
                                .limits(Limits.builder()
                                        .cpu(new Cpu(200))
                                        .memory(ByteSize.parse("64Mi"))
                                        .build())
                                .requests(Requests.builder()
                                        .cpu(new Cpu(REQUESTED_MILLIS))
                                        .build())
                                .build())
                .build();
    }

    private Component.Builder server(int port, String health) {
        Component.Builder server = Component.builder();
        server.artifact(artifact)
                .user(User.builder().name("nobody").uid(NOBODY).build())
                .putEnv("PORT", new EnvValue.Text(Integer.toString(port)))
                .putPorts("http", port)
                .checks(Checks.builder()
                        .ready(Check.builder()
                                .probe(new Probe.Http(health, "http"))
                                .every(SECOND)
                                .timeout(SECOND)
                                .failures(2)
                                .build())
                        .build())
                .stop(StopPolicy.builder().grace(Duration.ofSeconds(2)).build());
        return server;
    }
}
