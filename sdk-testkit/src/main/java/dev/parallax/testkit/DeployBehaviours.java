package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.hosts;
import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.names;
import static dev.parallax.testkit.Seen.prepare;
import static dev.parallax.testkit.Seen.roleOf;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.model.Application;
import dev.parallax.plan.ServiceVariables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is planned and deployed. */
interface DeployBehaviours extends Kit {
    @Test
    @Order(10)
    default void knowsNothingOfWhatIsNotThere() {
        assertThat(backend().observe(application())).isEmpty();
    }

    @Test
    @Order(11)
    default void refusesAnInvalidApplicationAndTouchesNothing() {
        Application invalid = Application.builder()
                .from(sample().build())
                .version("not a version")
                .build();
        assertThatThrownBy(() -> backend().apply(invalid)).isInstanceOf(InvalidDefinitionException.class);
        assertThat(backend().observe(application())).isEmpty();
    }

    @Test
    @Order(12)
    default void plansToCreateEverythingAndCreatesNothing() {
        Plan plan = backend().plan(sample().build());
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.changes()).extracting(Plan.Change::action).containsOnly(Plan.Action.CREATE);
        assertThat(backend().observe(application())).isEmpty();
    }

    @Test
    @Order(20)
    default void deploysAllReplicasAndReportsThemReady() throws Exception {
        firstDeployment();
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
        assertThat(status.services().get(SampleApplication.WEB)).isNotNull().satisfies(service -> assertThat(
                        service.readyEndpoints())
                .as("what the service lists when await ends")
                .hasSize(2));
        assertThat(hosts(status)).as("spread over hosts").hasSize(2);
    }

    @Test
    @Order(21)
    default void watchSeesEveryStateInOrder() throws Exception {
        Recording first = firstDeployment();
        await().atMost(limit())
                .untilAsserted(() -> assertThat(first.states()).last().satisfies(status -> assertThat(status.isReady())
                        .isTrue()));
        assertThat(first.threads()).hasSize(1);
        assertThat(first.states()).extracting(ApplicationStatus::revision).isSorted();
        assertThat(first.states()).extracting(ApplicationStatus::isReady).startsWith(false);
        assertThat(first.states()).anySatisfy(status -> assertThat(status.roles())
                .hasEntrySatisfying(
                        SampleApplication.WEB, web -> assertThat(web.ready()).isLessThan(2)));
    }

    @Test
    @Order(22)
    default void stepRunsBeforeTheRoleThatRequiresIt() throws Exception {
        assertThat(firstDeployment().states())
                .filteredOn(status -> roleOf(status, SampleApplication.WEB)
                        .filter(web -> web.started() > 0)
                        .isPresent())
                .isNotEmpty()
                .allSatisfy(status -> assertThat(prepare(status).state()).isEqualTo(StepState.SUCCEEDED));
    }

    @Test
    @Order(23)
    default void roleIsReadyBeforeTheStepThatRequiresItsService() throws Exception {
        assertThat(firstDeployment().states())
                .filteredOn(status -> Optional.ofNullable(status.steps().get(SampleApplication.PREPARE))
                        .filter(step -> step.state() == StepState.SUCCEEDED)
                        .isPresent())
                .isNotEmpty()
                .allSatisfy(status -> assertThat(store(status).ready()).isEqualTo(1));
    }

    @Test
    @Order(24)
    default void variablesOfAStepAreSeenByNoReplica() throws Exception {
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
    default void tellsComponentsOfTheirServicesAsKubernetesDoes() throws Exception {
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
    default void fillsInTemplates() throws Exception {
        ReplicaStatus replica = web(deploy(sample())).replicas().get(0);
        Map<String, String> environment = environment(replica);
        assertThat(environment).containsEntry(SampleApplication.GREETING, sample().renderedGreeting());
        assertThat(file(replica, SampleApplication.WEB_PORT, SampleApplication.CONFIGURATION))
                .isEqualTo(
                        "token = " + environment.get(SampleApplication.TOKEN) + "\nserver = " + application() + "\n");
    }

    @Test
    @Order(32)
    default void sharesSecretAmongReplicas() throws Exception {
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
    default void serviceAnswersAtItsPublicAddress() throws Exception {
        deploy(sample());
        ServiceStatus service = eventually(
                () -> Objects.requireNonNull(status().services().get(SampleApplication.WEB)),
                found -> found.publicAddress().isPresent()
                        && found.readyEndpoints().size() == 2);
        assertThat(service.ports()).containsEntry("http", publicPort());
        Set<String> names = names(status());
        String address = service.publicAddress().orElseThrow();
        await().atMost(limit()).ignoreExceptions().untilAsserted(() -> assertThat(whoAnswers(address, publicPort()))
                .isIn(names));
    }

    @Test
    @Order(35)
    default void planOfAppliedDefinitionIsEmpty() throws Exception {
        deploy(sample());
        Plan plan = backend().plan(sample().build());
        assertThat(plan.changes())
                .filteredOn(change -> change.action() != Plan.Action.UNCHANGED)
                .isEmpty();
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    @Order(36)
    default void planNamesTheFieldThatDiffers() throws Exception {
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
    default void planShowsNoSecret() throws Exception {
        String token = token(web(deploy(sample())).replicas().get(0));
        assertThat(backend().plan(sample().withVersion("1.1").build()).toString())
                .doesNotContain(token);
        assertThat(status().toString()).doesNotContain(token);
    }

    @Test
    @Order(38)
    default void applyingAgainChangesNothing() throws Exception {
        ApplicationStatus before = deploy(sample());
        Rollout again = backend().apply(sample().build());
        ApplicationStatus after = again.await(limit());
        assertThat(again.revision()).isEqualTo(before.revision());
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(identities(after)).isEqualTo(identities(before));
        assertThat(prepare(after)).isEqualTo(prepare(before));
    }
}
