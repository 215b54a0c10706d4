package dev.parallax.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.plan.ServiceVariables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What every backend must do. A backend's test class extends it, opens the backend and says how its replicas are reached. One application
 * is deployed, looked at, changed, and deleted, in that order; each test first applies what it starts from, so that one that
 * fails does not bring down the next. Takes about two minutes where processes are real.
 *
 * <p>Needs two hosts, three with host faults; the kit's web server as {@code /usr/bin/parallax-web}, with {@code /bin/sh} and {@code
 * curl}; and that addresses of replicas and of public services are reached from where the tests run, or the hooks overridden.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class BackendConformance {
    private @Nullable Recording firstDeployment;

    /** The backend under test, always the same; asked for first before any test, closed in {@link #end}. */
    protected abstract Backend backend();

    /** How long anything may take at most; two minutes. */
    protected Duration limit() {
        return Duration.ofMinutes(2);
    }

    /** The application's name; nothing else on the orchestrator has it. {@code conformance}. */
    protected String application() {
        return "conformance";
    }

    /** What brings the kit's web server: the image {@code parallax/web:1}; on hosts it is there already. */
    protected Artifact artifact() {
        return Artifact.builder().image("parallax/web:1").build();
    }

    /** The environment of the process of a replica; asked from the replica itself, at its address and the port given. */
    protected Map<String, String> environment(ReplicaStatus replica, int port) {
        return WebServer.of(replica, port).environment();
    }

    /** The content of a file as the process of a replica sees it; asked from the replica itself. */
    protected String file(ReplicaStatus replica, int port, String path) {
        return WebServer.of(replica, port).file(path);
    }

    /** The name of the replica that answers at an address and port; asked from where the tests run. */
    protected String whoAnswers(String address, int port) {
        return new WebServer(address, port).name();
    }

    /** Ends the process of a replica; asked from the replica itself. */
    protected void kill(ReplicaStatus replica, int port) {
        WebServer.of(replica, port).exit();
    }

    /** How hosts are lost. Empty, as it is unless overridden: the test of lost hosts is reported as aborted. */
    protected Optional<HostFaults> hostFaults() {
        return Optional.empty();
    }

    /** Called last of all: where a backend that was opened for the tests is closed. Does nothing unless overridden. */
    protected void end() {}

    @BeforeAll
    public final void beginWithNothing() {
        backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
    }

    @AfterAll
    public final void leaveNothing() {
        if (firstDeployment != null) {
            firstDeployment.close();
        }
        try {
            backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        } finally {
            end();
        }
    }

    @Test
    @Order(10)
    public final void knowsNothingOfWhatIsNotThere() {
        assertThat(backend().observe(application())).isEmpty();
    }

    @Test
    @Order(11)
    public final void refusesAnInvalidApplicationAndTouchesNothing() {
        Application invalid = Application.builder()
                .from(sample().build())
                .version("not a version")
                .build();
        assertThatThrownBy(() -> backend().apply(invalid)).isInstanceOf(InvalidDefinitionException.class);
        assertThat(backend().observe(application())).isEmpty();
    }

    @Test
    @Order(12)
    public final void plansToCreateEverythingAndCreatesNothing() {
        Plan plan = backend().plan(sample().build());
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.changes()).extracting(Plan.Change::action).containsOnly(Plan.Action.CREATE);
        assertThat(backend().observe(application())).isEmpty();
    }

    @Test
    @Order(20)
    public final void deploysAllReplicasAndReportsThemReady() throws Exception {
        firstDeployment = new Recording(backend(), application());
        ApplicationStatus status = deploy(sample());
        assertThat(status.application()).isEqualTo(application());
        assertThat(status.version()).isEqualTo("1");
        assertThat(web(status).wanted()).isEqualTo(2);
        assertThat(web(status).ready()).isEqualTo(2);
        assertThat(store(status).ready()).isEqualTo(1);
        assertThat(web(status).replicas()).hasSize(2).allSatisfy(replica -> {
            assertThat(replica.state()).isEqualTo(ReplicaState.READY);
            assertThat(replica.version()).isEqualTo("1");
            assertThat(replica.host()).isPresent();
            assertThat(replica.address()).isPresent();
        });
        assertThat(hosts(status)).as("spread over hosts").hasSize(2);
    }

    @Test
    @Order(21)
    public final void watchSeesEveryStateInOrder() {
        await().atMost(limit()).untilAsserted(() -> assertThat(firstDeployment().states())
                .last()
                .satisfies(status -> assertThat(status.isReady()).isTrue()));
        assertThat(firstDeployment().threads()).hasSize(1);
        assertThat(firstDeployment().states())
                .extracting(ApplicationStatus::revision)
                .isSorted();
        assertThat(firstDeployment().states())
                .extracting(ApplicationStatus::isReady)
                .startsWith(false);
        assertThat(firstDeployment().states()).anySatisfy(status -> assertThat(status.roles())
                .hasEntrySatisfying(
                        SampleApplication.WEB, web -> assertThat(web.ready()).isLessThan(2)));
    }

    @Test
    @Order(22)
    public final void stepRunsBeforeTheRoleThatRequiresIt() {
        assertThat(firstDeployment().states())
                .filteredOn(status -> roleOf(status, SampleApplication.WEB)
                        .filter(web -> web.started() > 0)
                        .isPresent())
                .isNotEmpty()
                .allSatisfy(status -> assertThat(prepare(status).state()).isEqualTo(StepState.SUCCEEDED));
    }

    @Test
    @Order(23)
    public final void roleIsReadyBeforeTheStepThatRequiresItsService() {
        assertThat(firstDeployment().states())
                .filteredOn(status -> Optional.ofNullable(status.steps().get(SampleApplication.PREPARE))
                        .filter(step -> step.state() == StepState.SUCCEEDED)
                        .isPresent())
                .isNotEmpty()
                .allSatisfy(status -> assertThat(store(status).ready()).isEqualTo(1));
    }

    @Test
    @Order(24)
    public final void variablesOfAStepAreSeenByNoReplica() throws Exception {
        ApplicationStatus status = deploy(sample());
        assertThat(prepare(status).state()).as("it fails without them").isEqualTo(StepState.SUCCEEDED);
        assertThat(web(status).replicas()).isNotEmpty().allSatisfy(replica -> {
            Map<String, String> environment = environment(replica);
            assertThat(environment).doesNotContainKeys(SampleApplication.STEP_TOKEN, SampleApplication.STEP_TEXT);
            assertThat(environment.get(SampleApplication.TOKEN)).hasSize(SampleApplication.TOKEN_LENGTH);
        });
    }

    @Test
    @Order(30)
    public final void tellsComponentsOfTheirServicesAsKubernetesDoes() throws Exception {
        ApplicationStatus status = deploy(sample());
        Map<String, String> addresses = new LinkedHashMap<>();
        status.services()
                .forEach(
                        (name, service) -> addresses.put(name, service.address().orElseThrow()));
        Map<String, String> variables = ServiceVariables.of(sample().build(), addresses);
        assertThat(web(status).replicas()).allSatisfy(replica -> assertThat(environment(replica))
                .containsAllEntriesOf(variables)
                .containsEntry("REPLICA_NAME", replica.name())
                .containsEntry("REPLICA_ADDRESS", replica.address().orElseThrow()));
    }

    @Test
    @Order(31)
    public final void fillsInTemplates() throws Exception {
        ReplicaStatus replica = web(deploy(sample())).replicas().get(0);
        Map<String, String> environment = environment(replica);
        assertThat(environment).containsEntry(SampleApplication.GREETING, sample().renderedGreeting());
        assertThat(file(replica, SampleApplication.WEB_PORT, SampleApplication.CONFIGURATION))
                .isEqualTo(
                        "token = " + environment.get(SampleApplication.TOKEN) + "\nserver = " + application() + "\n");
    }

    @Test
    @Order(32)
    public final void sharesSecretAmongReplicas() throws Exception {
        List<ReplicaStatus> replicas = web(deploy(sample())).replicas();
        Set<String> tokens = replicas.stream().map(this::token).collect(Collectors.toSet());
        assertThat(tokens).hasSize(1).allSatisfy(token -> assertThat(token).hasSize(SampleApplication.TOKEN_LENGTH));
        for (String key : List.of("0", "1")) {
            Set<String> texts = replicas.stream()
                    .map(replica -> file(replica, SampleApplication.WEB_PORT, SampleApplication.KEYS + "/" + key))
                    .collect(Collectors.toSet());
            assertThat(texts).hasSize(1).allSatisfy(text -> assertThat(text).hasSize(44));
        }
    }

    @Test
    @Order(33)
    public final void serviceAnswersAtItsPublicAddress() throws Exception {
        deploy(sample());
        ServiceStatus service = eventually(
                () -> Objects.requireNonNull(status().services().get(SampleApplication.WEB)),
                found -> found.publicAddress().isPresent()
                        && found.readyEndpoints().size() == 2);
        assertThat(service.ports()).containsEntry("http", SampleApplication.PUBLIC_PORT);
        Set<String> names = names(status());
        String address = service.publicAddress().orElseThrow();
        await().atMost(limit()).ignoreExceptions().untilAsserted(() -> assertThat(
                        whoAnswers(address, SampleApplication.PUBLIC_PORT))
                .isIn(names));
    }

    @Test
    @Order(34)
    public final void readsBackWhatWasRealised() throws Exception {
        ApplicationStatus status = deploy(sample());
        Inspection inspection = eventually(
                () -> backend().inspect(application()),
                found -> found.roles()
                                .getOrDefault(SampleApplication.WEB, List.of())
                                .size()
                        == 2);
        assertThat(inspection.version()).isEqualTo(status.version());
        assertThat(inspection.roles().get(SampleApplication.WEB)).allSatisfy(replica -> {
            Inspection.LiveComponent component =
                    Objects.requireNonNull(replica.components().get(SampleApplication.APP));
            assertThat(component.ports()).containsEntry("http", SampleApplication.WEB_PORT);
            assertThat(component.cpuMillis()).contains(200);
            assertThat(component.memoryBytes()).contains(64L << 20);
            assertThat(component.user()).contains(Inspection.user(SampleApplication.NOBODY, SampleApplication.NOBODY));
            assertThat(component.checks())
                    .containsEntry(
                            "ready",
                            new Inspection.LiveCheck(
                                    "http :" + SampleApplication.WEB_PORT + "/healthz", 1000, 1000, 2, 1));
        });
    }

    @Test
    @Order(35)
    public final void planOfAppliedDefinitionIsEmpty() throws Exception {
        deploy(sample());
        Plan plan = backend().plan(sample().build());
        assertThat(plan.changes())
                .filteredOn(change -> change.action() != Plan.Action.UNCHANGED)
                .isEmpty();
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    @Order(36)
    public final void planNamesTheFieldThatDiffers() throws Exception {
        deploy(sample());
        Plan plan = backend().plan(sample().withCount(3).build());
        assertThat(plan.changes())
                .filteredOn(change -> change.action() == Plan.Action.CHANGE)
                .flatExtracting(Plan.Change::fields)
                .anySatisfy(field -> {
                    assertThat(field.path()).containsAnyOf("count", "replicas");
                    assertThat(field.before()).contains("2");
                    assertThat(field.after()).contains("3");
                });
        assertThat(web(status()).wanted()).as("a plan changes nothing").isEqualTo(2);
    }

    @Test
    @Order(37)
    public final void planShowsNoSecret() throws Exception {
        String token = token(web(deploy(sample())).replicas().get(0));
        assertThat(backend().plan(sample().withVersion("1.1").build()).toString())
                .doesNotContain(token);
        assertThat(status().toString()).doesNotContain(token);
    }

    @Test
    @Order(38)
    public final void applyingAgainChangesNothing() throws Exception {
        ApplicationStatus before = deploy(sample());
        Rollout again = backend().apply(sample().build());
        ApplicationStatus after = again.await(limit());
        assertThat(again.revision()).isEqualTo(before.revision());
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(identities(after)).isEqualTo(identities(before));
        assertThat(prepare(after)).isEqualTo(prepare(before));
    }

    @Test
    @Order(40)
    public final void changedEnvironmentReplacesReplicasAndKeepsSecretsAndStepsDone() throws Exception {
        ApplicationStatus before = deploy(sample());
        String token = token(web(before).replicas().get(0));
        SampleApplication changed = sample().withGreeting("goodbye");
        try (Recording recording = new Recording(backend(), application())) {
            ApplicationStatus after = deploy(changed);
            assertThat(after.revision()).isGreaterThan(before.revision());
            assertThat(web(after).replicas()).hasSize(2).allSatisfy(replica -> assertThat(environment(replica))
                    .containsEntry(SampleApplication.GREETING, changed.renderedGreeting())
                    .containsEntry(SampleApplication.TOKEN, token));
            assertThat(prepare(after).attempts())
                    .as("a step runs once per version")
                    .isEqualTo(prepare(before).attempts());
            assertThat(recording.states())
                    .allSatisfy(status -> assertThat(prepare(status).state()).isEqualTo(StepState.SUCCEEDED));
        }
    }

    @Test
    @Order(41)
    public final void runsAStepAgainForANewVersion() throws Exception {
        deploy(sample().withGreeting("goodbye"));
        try (Recording recording = new Recording(backend(), application())) {
            ApplicationStatus after = deploy(sample().withVersion("2"));
            assertThat(after.version()).isEqualTo("2");
            assertThat(prepare(after).state()).isEqualTo(StepState.SUCCEEDED);
            assertThat(web(after).replicas()).extracting(ReplicaStatus::version).containsOnly("2");
            await().atMost(limit()).untilAsserted(() -> assertThat(recording.states())
                    .last()
                    .satisfies(status -> assertThat(status.isReady()).isTrue()));
            assertThat(recording.states())
                    .filteredOn(status -> status.version().equals("2"))
                    .anySatisfy(status -> assertThat(prepare(status).state()).isNotEqualTo(StepState.SUCCEEDED));
        }
    }

    @Test
    @Order(42)
    public final void scalesOutAndIn() throws Exception {
        ApplicationStatus two = deploy(sample().withVersion("2"));
        ApplicationStatus three = deploy(sample().withVersion("2").withCount(3));
        assertThat(web(three).ready()).isEqualTo(3);
        assertThat(identities(three)).as("replicas that were there stay").containsAll(identities(two));
        ApplicationStatus one = deploy(sample().withVersion("2").withCount(1));
        assertThat(web(one).wanted()).isEqualTo(1);
        eventually(() -> web(status()).replicas(), replicas -> replicas.size() == 1);
        assertThat(identities(three)).containsAll(identities(status()));
    }

    @Test
    @Order(43)
    public final void killedReplicaComesBack() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        ReplicaStatus victim = web(before).replicas().get(0);
        Set<String> identities = identities(before);
        try (Recording recording = new Recording(backend(), application())) {
            kill(victim, SampleApplication.WEB_PORT);
            eventually(
                    this::status,
                    status -> status.isReady()
                            && (!identities(status).equals(identities) || restarts(status) > restarts(before)));
            await().atMost(limit()).untilAsserted(() -> assertThat(recording.states())
                    .as("not ready until its check has passed again")
                    .anySatisfy(status -> assertThat(web(status).ready()).isLessThan(2)));
        }
    }

    @Test
    @Order(44)
    public final void awaitNamesWhatIsMissingWhenTimeIsUp() throws Exception {
        deploy(sample().withVersion("2"));
        Rollout broken = backend().apply(sample().withVersion("2").broken().build());
        assertThatThrownBy(() -> broken.await(Duration.ofSeconds(3)))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining(SampleApplication.WEB);
        assertThat(web(status()).replicas())
                .as("no more than maxUnavailable are down")
                .filteredOn(replica -> replica.state() == ReplicaState.READY)
                .hasSizeGreaterThanOrEqualTo(1);
        assertThat(deploy(sample().withVersion("2")).isReady()).isTrue();
    }

    @Test
    @Order(45)
    public final void replacesReplicaOfLostHost() throws Exception {
        assumeTrue(
                hostFaults().isPresent(), "hostFaults() is not overridden: this backend's hosts cannot be taken away");
        HostFaults faults = hostFaults().orElseThrow();
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String storeHost = store(before).replicas().get(0).host().orElseThrow();
        String lost = hosts(before).stream()
                .filter(host -> !host.equals(storeHost))
                .findFirst()
                .orElseThrow();
        faults.lose(lost);
        try {
            eventually(this::status, status -> isServedBy(status, 2, lost));
        } finally {
            faults.giveBack(lost);
        }
        eventually(this::status, ApplicationStatus::isReady);
    }

    @Test
    @Order(46)
    public final void replacesAReplicaByOneOfAnotherName() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String victim = web(before).replicas().get(0).name();
        String spared = web(before).replicas().get(1).name();
        try (Recording recording = new Recording(backend(), application())) {
            backend().replace(application(), victim);
            ApplicationStatus after = eventually(
                    this::status,
                    status -> status.isReady()
                            && web(status).replicas().size() == 2
                            && !names(status).contains(victim));
            assertThat(names(after)).contains(spared);
            assertThat(hosts(after)).as("spread over hosts").hasSize(2);
            assertThat(after.revision()).isEqualTo(before.revision());
            assertThat(web(after).replicas()).allSatisfy(replica -> assertThat(environment(replica))
                    .containsEntry("REPLICA_NAME", replica.name()));
            assertThat(recording.states())
                    .as("no more than the one is missing")
                    .allSatisfy(status -> assertThat(web(status).ready()).isGreaterThanOrEqualTo(1));
        }
        assertThat(backend().plan(sample().withVersion("2").build()).isEmpty())
                .as("nothing is left to be done")
                .isTrue();
    }

    @Test
    @Order(47)
    public final void replacesAReplicaWithKeptStorageOnItsStorage() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String id = storageId(before);
        try (Recording recording = new Recording(backend(), application())) {
            backend().replace(application(), store(before).replicas().get(0).name());
            await().atMost(limit()).untilAsserted(() -> assertThat(recording.states())
                    .anySatisfy(status -> assertThat(store(status).ready()).isZero()));
            ApplicationStatus after = eventually(
                    this::status,
                    status -> status.isReady() && store(status).replicas().size() == 1);
            assertThat(storageId(after)).isEqualTo(id);
            assertThat(store(after).replicas())
                    .extracting(ReplicaStatus::name)
                    .isEqualTo(store(before).replicas().stream()
                            .map(ReplicaStatus::name)
                            .toList());
        }
    }

    @Test
    @Order(48)
    public final void doesNotReplaceWhatIsNotThere() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        assertThatThrownBy(() -> backend().replace("never-heard-of", "web-0"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().replace(application(), "nobody-7"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("nobody-7")
                .hasMessageContaining(application());
        assertThat(identities(status())).isEqualTo(identities(before));
    }

    @Test
    @Order(50)
    public final void keepsStorageOnDeletion() throws Exception {
        String id = storageId(deploy(sample().withVersion("2")));
        assertThat(id).isNotBlank();
        backend().delete(application(), new DeleteOptions(KeptStorage.KEEP, limit()));
        assertThat(backend().observe(application())).isEmpty();
        assertThat(storageId(deploy(sample().withVersion("2")))).isEqualTo(id);
    }

    @Test
    @Order(51)
    public final void deletesInReverseOrderAndLeavesNothing() throws Exception {
        deploy(sample().withVersion("2"));
        try (Recording recording = new Recording(backend(), application())) {
            backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
            assertThat(backend().observe(application())).isEmpty();
            assertThat(recording.states())
                    .filteredOn(status -> status.deleting() && running(status, SampleApplication.STORE) == 0)
                    .allSatisfy(status ->
                            assertThat(running(status, SampleApplication.WEB)).isZero());
        }
        assertThat(backend().plan(sample().build()).changes())
                .extracting(Plan.Change::action)
                .containsOnly(Plan.Action.CREATE);
    }

    @Test
    @Order(52)
    public final void deletingWhatIsNotThereSucceeds() {
        backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        backend().delete("never-heard-of", DeleteOptions.defaults());
    }

    private Recording firstDeployment() {
        assertThat(firstDeployment).as("what was seen of the first deployment").isNotNull();
        return Objects.requireNonNull(firstDeployment);
    }

    private SampleApplication sample() {
        return SampleApplication.of(application(), artifact());
    }

    private ApplicationStatus deploy(SampleApplication application) throws InterruptedException {
        return backend().apply(application.build()).await(limit());
    }

    private ApplicationStatus status() {
        return backend().observe(application()).orElseThrow();
    }

    private <T> T eventually(Callable<T> value, Predicate<T> condition) {
        return await().atMost(limit()).until(value, condition);
    }

    private Map<String, String> environment(ReplicaStatus replica) {
        return environment(replica, SampleApplication.WEB_PORT);
    }

    private String token(ReplicaStatus replica) {
        return environment(replica).getOrDefault(SampleApplication.TOKEN, "");
    }

    private String storageId(ApplicationStatus status) {
        ReplicaStatus replica = store(status).replicas().get(0);
        return file(replica, SampleApplication.STORE_PORT, SampleApplication.STORAGE_ID);
    }

    private static Optional<RoleStatus> roleOf(ApplicationStatus status, String role) {
        return Optional.ofNullable(status.roles().get(role));
    }

    private static RoleStatus web(ApplicationStatus status) {
        return roleOf(status, SampleApplication.WEB).orElseThrow();
    }

    private static RoleStatus store(ApplicationStatus status) {
        return roleOf(status, SampleApplication.STORE).orElseThrow();
    }

    private static StepStatus prepare(ApplicationStatus status) {
        return Objects.requireNonNull(status.steps().get(SampleApplication.PREPARE));
    }

    private static int running(ApplicationStatus status, String role) {
        return roleOf(status, role).map(found -> found.replicas().size()).orElse(0);
    }

    private static Set<String> names(ApplicationStatus status) {
        return web(status).replicas().stream().map(ReplicaStatus::name).collect(Collectors.toSet());
    }

    private static Set<String> hosts(ApplicationStatus status) {
        return web(status).replicas().stream()
                .flatMap(replica -> replica.host().stream())
                .collect(Collectors.toSet());
    }

    /** Name and host of each replica that serves. */
    private static Set<String> identities(ApplicationStatus status) {
        return web(status).replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .map(replica -> replica.name() + " on " + replica.host().orElse("?"))
                .collect(Collectors.toSet());
    }

    private static int restarts(ApplicationStatus status) {
        return web(status).replicas().stream().mapToInt(ReplicaStatus::restarts).sum();
    }

    private static boolean isServedBy(ApplicationStatus status, int count, String lost) {
        return web(status).replicas().stream()
                        .filter(replica -> replica.state() == ReplicaState.READY)
                        .filter(replica -> !replica.host().equals(Optional.of(lost)))
                        .count()
                == count;
    }
}
