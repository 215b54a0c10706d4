package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.names;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.StepOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What replicas wrote, read through the backend. */
interface LogBehaviours extends Kit {
    @Test
    @Order(49)
    default void logsTellWhatEachReplicaWrote() throws Exception {
        ApplicationStatus status = deploy(sample().withVersion("2"));
        String mark = mark();
        for (ReplicaStatus replica : web(status).replicas()) {
            writeLine(replica, SampleApplication.WEB_PORT, mark + " by " + replica.name());
        }
        ReplicaStatus store = store(status).replicas().get(0);
        writeLine(store, SampleApplication.STORE_PORT, mark + " by " + store.name());

        List<LogLine> lines = eventually(() -> marked(logs(everything()), mark), found -> found.size() == 3);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.text()).isEqualTo(mark + " by " + line.replica());
            assertThat(line.component()).isEqualTo(SampleApplication.APP);
            assertThat(line.time()).isPresent();
        });
        assertThat(lines)
                .extracting(LogLine::role)
                .containsExactlyInAnyOrder(SampleApplication.STORE, SampleApplication.WEB, SampleApplication.WEB);

        String one = web(status).replicas().get(0).name();
        assertThat(marked(logs(everything().role(SampleApplication.WEB).replica(one)), mark))
                .extracting(LogLine::text)
                .containsExactly(mark + " by " + one);
        assertThat(marked(logs(everything().role(SampleApplication.STORE)), mark))
                .extracting(LogLine::replica)
                .containsExactly(store.name());
    }

    @Test
    @Order(49)
    default void logsAreCutToTheLastLinesAndToATime() throws Exception {
        ReplicaStatus replica =
                web(deploy(sample().withVersion("2"))).replicas().get(0);
        String mark = mark();
        List<String> written = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            written.add(mark + " " + number);
            writeLine(replica, SampleApplication.WEB_PORT, mark + " " + number);
        }
        LogQuery.Builder ofReplica = everything().replica(replica.name());
        eventually(() -> marked(logs(ofReplica), mark), found -> found.size() == written.size());

        assertThat(logs(ofReplica.tail(2))).extracting(LogLine::text).containsExactlyElementsOf(written.subList(3, 5));
        assertThat(logs(ofReplica.tail(0))).isEmpty();
        assertThat(logs(everything().replica(replica.name()).since(Duration.ofMinutes(10))))
                .extracting(LogLine::text)
                .containsSubsequence(written);
    }

    @Test
    @Order(49)
    default void followingLogsTellsNewLinesAlsoOfReplicasMadeMeanwhile() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        ReplicaStatus present = web(before).replicas().get(0);
        String mark = mark();
        List<LogLine> told = new CopyOnWriteArrayList<>();
        Thread follower = new Thread(() -> follow(everything().tail(0), told), "follower");
        follower.start();
        try {
            eventually(
                    () -> {
                        writeLine(present, SampleApplication.WEB_PORT, mark + " before");
                        return texts(told);
                    },
                    texts -> texts.contains(mark + " before"));
            Set<String> known = names(before);
            ApplicationStatus more = settled(
                    backend().apply(sample().withVersion("2").withCount(3).build()));
            ReplicaStatus added = web(more).replicas().stream()
                    .filter(replica -> !known.contains(replica.name()))
                    .findFirst()
                    .orElseThrow();
            writeLine(added, SampleApplication.WEB_PORT, mark + " added");
            writeLine(present, SampleApplication.WEB_PORT, mark + " after");
            eventually(() -> texts(told), texts -> texts.containsAll(List.of(mark + " added", mark + " after")));
            assertThat(marked(told, mark))
                    .filteredOn(line -> line.text().endsWith(" added"))
                    .as("told once")
                    .singleElement()
                    .extracting(LogLine::replica)
                    .isEqualTo(added.name());
        } finally {
            follower.interrupt();
            follower.join(limit().toMillis());
        }
        assertThat(follower.isAlive()).as("ends when it is interrupted").isFalse();
        deploy(sample().withVersion("2"));
    }

    @Test
    @Order(49)
    default void logsOfWhatIsNotThereSayWhatThereIs() throws Exception {
        ApplicationStatus status = deploy(sample().withVersion("2"));
        assertRefused(everything().role("wbe"), "wbe", "did you mean 'web'?");
        assertRefused(
                everything().replica("never-heard-of"),
                "never-heard-of",
                web(status).replicas().get(0).name());
        assertRefused(everything().component("apps"), "apps", "did you mean 'app'?");
        assertRefused(LogQuery.builder().application("never-heard-of"), "never-heard-of", "no application");
    }

    @Test
    @Order(49)
    default void logsTellWhatAStepWroteWhateverBecameOfIt() throws Exception {
        deploy(sample().withVersion("17"));
        StepOutput succeeded = backend().stepOutput(application(), SampleApplication.PREPARE);
        assertThat(succeeded.state()).isEqualTo(StepState.SUCCEEDED);
        assertThat(succeeded.text()).hasValueSatisfying(text -> assertThat(text).contains(SampleApplication.PREPARING));

        backend().apply(sample().withVersion("18").withFailingStep());
        StepOutput failed = eventually(
                () -> backend().stepOutput(application(), SampleApplication.PREPARE),
                output -> output.state() == StepState.FAILED && output.text().isPresent());
        assertThat(failed.text()).hasValueSatisfying(text -> assertThat(text)
                .contains(SampleApplication.UNPREPARED)
                .doesNotContain(SampleApplication.PREPARING));

        deploy(sample().withVersion("2"));
        assertThatThrownBy(() -> backend().stepOutput(application(), "prepar"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("did you mean 'prepare'?");
    }

    private void assertRefused(LogQuery.Builder query, String name, String advice) {
        assertThatThrownBy(() -> logs(query))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(advice);
    }

    private LogQuery.Builder everything() {
        return LogQuery.builder().application(application());
    }

    private List<LogLine> logs(LogQuery.Builder query) throws InterruptedException {
        List<LogLine> lines = new ArrayList<>();
        backend().logs(query.build(), lines::add);
        return lines;
    }

    private void follow(LogQuery.Builder query, List<LogLine> told) {
        try {
            backend().logs(query.follow(true).build(), told::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String mark() {
        return "mark-" + UUID.randomUUID();
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    private static List<LogLine> marked(List<LogLine> lines, String mark) {
        return lines.stream().filter(line -> line.text().startsWith(mark)).toList();
    }
}
