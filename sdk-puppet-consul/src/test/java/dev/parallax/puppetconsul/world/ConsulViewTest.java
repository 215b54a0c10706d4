package dev.parallax.puppetconsul.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.Indexed;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.Since;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ConsulViewTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final Indexed<List<HealthCheck>> FAILS = new Indexed<>(List.of(), -1);

    private final BlockingQueue<Indexed<List<KvEntry>>> entries = new LinkedBlockingQueue<>();
    private final BlockingQueue<Indexed<List<CatalogNode>>> nodes =
            new LinkedBlockingQueue<>(List.of(new Indexed<>(List.of(), 1)));
    private final BlockingQueue<Indexed<List<HealthCheck>>> checks = new LinkedBlockingQueue<>();
    private volatile Runnable askedAtOnce = () -> {};
    private volatile Indexed<List<HealthCheck>> checksNow = checks(5, "critical");
    private final ConsulView view = ConsulView.open(consul());

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void checksOfASettledSightAreNoOlderThanItsEntries() throws Exception {
        entries.add(entries(10));
        checks.add(checks(5, "critical"));
        ConsulView.Sight old = awaitIndex(10);
        assertThat(statusOf(old)).isEqualTo("critical");

        // A check passes at 11, which the controller answers with what it writes at 12: that arrives first.
        checksNow = checks(11, "passing");
        askedAtOnce = () -> checks.add(checksNow);
        entries.add(entries(12));
        ConsulView.Sight torn = awaitIndex(12);
        assertThat(statusOf(torn)).isEqualTo("critical");

        ConsulView.Sight settled = view.settled(torn);
        assertThat(statusOf(settled)).isEqualTo("passing");
        assertThat(indexOf(settled)).isEqualTo(12);
        assertThat(view.await(settled.version(), LONG).version())
                .as("what came meanwhile is seen next")
                .isGreaterThan(settled.version());
    }

    @Test
    void sightWhoseChecksAreNewEnoughIsSettledAtOnce() throws Exception {
        entries.add(entries(10));
        checks.add(checks(5, "critical"));

        assertThat(statusOf(view.settled(awaitIndex(10)))).isEqualTo("critical");
    }

    @Test
    void failureLastsUntilEveryQuestionIsAnsweredAgain() throws Exception {
        entries.add(entries(10));
        checks.add(checks(5, "critical"));
        awaitIndex(10);

        checks.add(FAILS);
        await(sight -> sight.failure().isPresent());
        entries.add(entries(11));
        assertThat(awaitIndex(11).failure())
                .as("the checks are those of before")
                .isPresent();

        checks.add(checks(12, "passing"));
        assertThat(statusOf(await(sight -> sight.failure().isEmpty()))).isEqualTo("passing");
    }

    private ConsulView.Sight await(Predicate<ConsulView.Sight> condition) throws InterruptedException {
        ConsulView.Sight sight = view.now();
        while (!condition.test(sight)) {
            sight = view.await(sight.version(), LONG);
        }
        return sight;
    }

    private ConsulView.Sight awaitIndex(long index) throws InterruptedException {
        return await(sight -> indexOf(sight) == index);
    }

    private static long indexOf(ConsulView.Sight sight) {
        return sight.snapshot().map(Snapshot::index).orElse(0L);
    }

    private static String statusOf(ConsulView.Sight sight) {
        return sight.snapshot().orElseThrow().checks().get(0).status();
    }

    private static Indexed<List<KvEntry>> entries(long index) {
        return new Indexed<>(List.of(new KvEntry("parallax/a", "", index, Optional.empty())), index);
    }

    private static Indexed<List<HealthCheck>> checks(long index, String status) {
        return new Indexed<>(
                List.of(new HealthCheck("h1", "c", "web ready", status, "", "s", HealthCheck.Probing.NONE)), index);
    }

    /** A Consul whose blocking queries end when the test gives them an answer. */
    private Consul consul() {
        return (Consul) Proxy.newProxyInstance(
                Consul.class.getClassLoader(),
                new Class<?>[] {Consul.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "entries" -> entries.take();
                    case "checks" -> arguments[0].equals(Since.NOW) ? askedNow() : nextChecks();
                    case "nodes" -> nodes.take();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Indexed<List<HealthCheck>> nextChecks() throws InterruptedException {
        Indexed<List<HealthCheck>> next = checks.take();
        if (next.index() < 0) {
            throw new IllegalStateException("No cluster leader");
        }
        return next;
    }

    private Indexed<List<HealthCheck>> askedNow() {
        askedAtOnce.run();
        return checksNow;
    }
}
