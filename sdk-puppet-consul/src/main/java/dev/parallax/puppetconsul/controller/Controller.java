package dev.parallax.puppetconsul.controller;

import dev.parallax.backend.InvalidSettingException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulException;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop around {@link Reconciler}: sees, decides, writes, as long as it leads. Several may run; one of them leads. All it knows is in
 * Consul, so it may be killed at any moment.
 */
public final class Controller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(15);
    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);
    private static final Duration AFTER_ERROR = Duration.ofMillis(500);
    /** A request that failed, or Consul's servers choosing a leader: deadlines go on through that. */
    private static final Duration BRIEF = Duration.ofSeconds(5);

    private final Consul consul;
    private final Clock clock;
    private final Reconciler reconciler;
    private final WorldReader reader;
    private final Leadership leadership;
    private final ConsulView view;
    private final ScheduledExecutorService renewal;
    private volatile boolean closed;
    private @Nullable Instant troubled;
    private @Nullable Instant outOfSightSince;
    private Instant inSightSince = Instant.MIN;
    private Instant tellNext = Instant.MIN;
    private long written;

    /**
     * The Consul given stays its owner's to close. Nothing happens before {@link #run} or {@link #start}. What the options leave open is as the fleet
     * has it already. {@code seal}: by it secrets are opened, and sealed for hosts.
     */
    public Controller(Consul consul, Clock clock, FleetOptions options, Seal seal) {
        this.consul = consul;
        this.reader = new WorldReader(seal);
        this.clock = clock;
        this.reconciler = new Reconciler(options);
        this.leadership = new Leadership(consul, ControllerName.ofThisProcess());
        this.view = ConsulView.open(consul);
        this.renewal = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "parallax-controller-session");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Whether one leads, here or elsewhere. The session of one that was killed outlasts it: of a process that was on this machine it is ended first, as far as
     * the token allows that.
     */
    public static boolean isLed(Consul consul) {
        Optional<KvEntry> leader = leader(consul);
        if (leader.filter(entry -> ControllerName.isDead(entry.value())).isPresent()) {
            try {
                Leadership.buryPredecessors(consul);
            } catch (ConsulException e) {
                LOG.debug("sessions of controllers that are gone could not be ended", e);
            }
            leader = leader(consul);
        }
        return leader.isPresent();
    }

    private static Optional<KvEntry> leader(Consul consul) {
        return consul.entry(Keys.LEADER).filter(entry -> entry.session().isPresent());
    }

    /** Runs on a daemon thread of its own. */
    public Controller start() {
        Thread thread = new Thread(this::runUntilClosed, "parallax-controller");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void runUntilClosed() {
        try {
            run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvalidSettingException e) {
            LOG.warn("the fleet is not looked after by this process: {}", e.getMessage());
            close();
        }
    }

    /**
     * Runs until closed or interrupted, whatever Consul does meanwhile. Secrets of the fleet that are sealed for a key that is not held here end it
     * with an {@link InvalidSettingException}.
     */
    public void run() throws InterruptedException {
        long every = Leadership.TTL.toMillis() / 3;
        Future<?> renewing = renewal.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
        try {
            bury();
            look();
        } finally {
            renewing.cancel(false);
        }
    }

    private void look() throws InterruptedException {
        long seen = 0;
        Duration wait = LOOK_ANYWAY;
        while (!closed) {
            ConsulView.Sight sight = view.await(seen, wait);
            if (sight.version() == seen) {
                written = 0;
            }
            seen = sight.version();
            wait = closed ? Duration.ZERO : look(sight);
        }
    }

    private void bury() {
        try {
            Leadership.buryPredecessors(consul);
        } catch (RuntimeException e) {
            tell(e);
        }
    }

    /** One look at the fleet; how long to wait for the next if nothing changes. */
    private Duration look(ConsulView.Sight sight) {
        if (sight.failure().isPresent()) {
            // What was seen before Consul fell silent is no ground to act on: hosts may have come back since.
            tell(sight.failure().get());
            outOfSightSince = outOfSightSince == null ? clock.instant() : outOfSightSince;
            return LOOK_ANYWAY;
        }
        if (sight.snapshot().isEmpty()) {
            return LOOK_ANYWAY;
        }
        if (outOfSightSince != null) {
            Instant now = clock.instant();
            inSightSince = now.isBefore(outOfSightSince.plus(BRIEF)) ? inSightSince : now;
            outOfSightSince = null;
        }
        try {
            Duration wait = act(sight.snapshot().get());
            tellOfEnd();
            return wait;
        } catch (InvalidSettingException e) {
            // It would never be otherwise, and another may have what is missing here.
            throw e;
        } catch (RuntimeException e) {
            tell(e);
            return AFTER_ERROR;
        }
    }

    private Duration act(Snapshot snapshot) {
        World world = reader.read(clock.instant(), snapshot);
        // Also where another one leads: that it could not take over is to be known before it has to.
        if (world.sealedFor().value().isPresent()) {
            world.requireKey("a controller of a fleet with secrets");
        }
        Optional<KvEntry> leader = snapshot.entries().stream()
                .filter(entry -> entry.key().equals(Keys.LEADER))
                .findFirst();
        if (!leadership.isLeading(leader)) {
            return LOOK_ANYWAY;
        }
        if (snapshot.index() < written) {
            return LOOK_ANYWAY; // what was written last is not in sight yet
        }
        Decision decision = reconciler.decide(world, inSightSince);
        for (List<KvOperation> commit : decision.commits()) {
            if (!write(commit)) {
                LOG.debug("{} was changed by another; looking again", commit);
                return AFTER_ERROR;
            }
        }
        return decision.lookAgain().map(this::until).orElse(LOOK_ANYWAY);
    }

    private Duration until(Instant when) {
        Duration left = Duration.between(clock.instant(), when).plusMillis(1);
        return left.compareTo(LOOK_ANYWAY) > 0 ? LOOK_ANYWAY : left.isNegative() ? Duration.ofMillis(1) : left;
    }

    private boolean write(List<KvOperation> commit) {
        Optional<String> session = leadership.session();
        if (session.isEmpty() || closed) {
            return false;
        }
        List<KvOperation> fenced = new ArrayList<>();
        fenced.add(new KvOperation.CheckLock(Keys.LEADER, session.get()));
        fenced.addAll(commit);
        LOG.debug("writing {}", commit);
        OptionalLong index = consul.commit(fenced);
        written = Math.max(written, index.orElse(0));
        return index.isPresent();
    }

    private void renew() {
        try {
            leadership.renew();
        } catch (RuntimeException e) {
            tell(e);
        }
    }

    /** Trouble is told when it begins, and again each minute that it lasts, whatever new words it finds. */
    private synchronized void tell(RuntimeException e) {
        Instant now = clock.instant();
        Instant since = troubled == null ? now : troubled;
        troubled = since;
        if (!closed && !now.isBefore(tellNext)) {
            LOG.warn(
                    "the fleet has not been looked after for {} s: {}",
                    Duration.between(since, now).toSeconds(),
                    e.getMessage());
            LOG.debug("cause", e);
            tellNext = now.plus(TELL_AGAIN);
        }
    }

    private synchronized void tellOfEnd() {
        if (troubled != null) {
            LOG.warn(
                    "the fleet is looked after again, after {} s",
                    Duration.between(troubled, clock.instant()).toSeconds());
            troubled = null;
            tellNext = Instant.MIN;
        }
    }

    /** The session of Consul's by which it leads, or tries to. */
    public Optional<String> session() {
        return leadership.session();
    }

    /** Whether it has ended, by itself or because it was closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Stops, and gives up the lead so that another may take it at once. */
    @Override
    public void close() {
        closed = true;
        view.close();
        renewal.shutdownNow();
        try {
            leadership.close();
        } catch (RuntimeException e) {
            LOG.debug("the lead could not be given up; it ends with its session", e);
        }
    }
}
