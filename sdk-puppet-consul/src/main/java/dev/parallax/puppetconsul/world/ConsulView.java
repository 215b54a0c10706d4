package dev.parallax.puppetconsul.world;

import dev.parallax.puppetconsul.consul.BlockingWatch;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.Indexed;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.Since;
import dev.parallax.puppetconsul.state.Keys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest answer to the three questions a {@link Snapshot} is made of, by blocking queries, so that a change is seen a
 * few milliseconds after it is made.
 */
public final class ConsulView implements AutoCloseable {
    /** The longest that is waited until a sight's checks are as new as its entries. */
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final Consul consul;
    private final List<BlockingWatch<?>> watches;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Indexed<List<KvEntry>> entries;
    private @Nullable List<CatalogNode> nodes;
    private @Nullable Indexed<List<HealthCheck>> checks;
    private final SortedMap<String, RuntimeException> failures = new TreeMap<>();
    private long version;
    private boolean closed;

    private ConsulView(Consul consul) {
        this.consul = consul;
        this.watches = List.of(
                watch("entries", since -> consul.entries(Keys.ROOT, since), answer -> entries = answer),
                watch("nodes", since -> consul.nodes(WorldReader.HOST_META, since), answer -> nodes = answer.value()),
                watch("checks", consul::checks, answer -> checks = answer));
    }

    private <T> BlockingWatch<T> watch(String name, Function<Since, Indexed<T>> query, Consumer<Indexed<T>> keep) {
        return new BlockingWatch<>(
                name,
                query,
                answer -> change(() -> {
                    keep.accept(answer);
                    failures.remove(name);
                }),
                failure -> change(() -> failures.put(name, failure)));
    }

    /** Starts to watch. The Consul given stays its owner's to close. */
    public static ConsulView open(Consul consul) {
        ConsulView view = new ConsulView(consul);
        view.watches.forEach(BlockingWatch::start);
        return view;
    }

    /** Asks once. */
    public static Snapshot once(Consul consul) {
        Indexed<List<KvEntry>> entries = consul.entries(Keys.ROOT, Since.NOW);
        return new Snapshot(
                entries.value(),
                entries.index(),
                consul.nodes(WorldReader.HOST_META, Since.NOW).value(),
                consul.checks(Since.NOW).value());
    }

    /**
     * What was seen, and a number that rises with each change. A failure is there as long as any of the questions has not been answered again: parts of what was
     * seen may be of before.
     */
    public record Sight(long version, Optional<Snapshot> snapshot, Optional<RuntimeException> failure) {}

    /** Waits until something has changed since a sight, or the time is up, or the view is closed; 0 is before all sights. */
    public Sight await(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (version == seen && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return sight();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A sight with checks at least as new as its entries. The controller writes entries because of checks that it saw; whoever saw these
     * entries beside older checks would take a replica that serves already for one that does not. Asks Consul once, and waits no longer
     * than {@code CATCH_UP}.
     */
    public Sight settled(Sight sight) throws InterruptedException {
        Optional<Snapshot> snapshot = sight.snapshot();
        if (snapshot.isEmpty()) {
            return sight;
        }
        long index = consul.checks(Since.NOW).index();
        long left = CATCH_UP.toNanos();
        lock.lockInterruptibly();
        try {
            while (checks != null && checks.index() < index && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return new Sight(
                    sight.version(),
                    snapshot.map(seen -> seen.withChecks(checks == null ? seen.checks() : checks.value())),
                    sight.failure());
        } finally {
            lock.unlock();
        }
    }

    /** What was seen last. */
    public Sight now() {
        lock.lock();
        try {
            return sight();
        } finally {
            lock.unlock();
        }
    }

    private Sight sight() {
        Optional<Snapshot> snapshot = entries == null || nodes == null || checks == null
                ? Optional.empty()
                : Optional.of(new Snapshot(entries.value(), entries.index(), nodes, checks.value()));
        return new Sight(version, snapshot, failures.values().stream().findFirst());
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        watches.forEach(BlockingWatch::close);
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
