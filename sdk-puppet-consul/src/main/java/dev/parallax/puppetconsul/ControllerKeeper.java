package dev.parallax.puppetconsul;

import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulException;
import dev.parallax.puppetconsul.controller.Controller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a controller leads as long as a backend is in use that has ordered something: that of another process, or one of its own. Another
 * process may be a command like this one, which ends when its own work is done, or is killed: then one is started here. Thread-safe.
 */
final class ControllerKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerKeeper.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Controllers that stand by take over, and a service is started again, within that time after one gave up the lead. */
    private static final int LOOKS_WITHOUT_LEADER = 3;

    private final Consul consul;
    private final FleetSettings.ControllerChoice choice;
    private final Supplier<Controller> starting;
    private @Nullable Controller controller;
    private @Nullable ScheduledExecutorService watch;
    private int leaderless;
    private boolean closed;

    ControllerKeeper(Consul consul, FleetSettings.ControllerChoice choice, Supplier<Controller> starting) {
        this.consul = consul;
        this.choice = choice;
        this.starting = starting;
    }

    /** Whether {@link #ensure} would start one in this process. */
    synchronized boolean lacks() {
        return !isHere()
                && switch (choice) {
                    case DAEMON -> false;
                    case EMBEDDED -> true;
                    case AUTO -> !Controller.isLed(consul);
                };
    }

    /** One leads from now on, or is about to, until this is closed. */
    synchronized void ensure() {
        if (lacks()) {
            controller = starting.get();
        } else if (choice == FleetSettings.ControllerChoice.AUTO && watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "parallax-controller-watch");
                thread.setDaemon(true);
                return thread;
            });
            var unused =
                    watch.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether this process has seen to it that one leads, and still does. */
    synchronized boolean isKeeping() {
        return !closed && (isHere() || watch != null);
    }

    /** By which a controller of this process leads, or tries to. */
    synchronized Optional<String> session() {
        return Optional.ofNullable(controller).flatMap(Controller::session);
    }

    private boolean isHere() {
        return controller != null && !controller.isClosed();
    }

    private synchronized void look() {
        try {
            leaderless = !closed && lacks() ? leaderless + 1 : 0;
            if (leaderless >= LOOKS_WITHOUT_LEADER) {
                leaderless = 0;
                LOG.debug("no controller leads any more: one is started in this process");
                controller = starting.get();
            }
        } catch (ConsulException e) {
            LOG.debug("whether a controller leads could not be seen", e);
        }
    }

    @Override
    public void close() {
        ScheduledExecutorService ending;
        synchronized (this) {
            closed = true;
            ending = watch;
            watch = null;
            if (controller != null) {
                controller.close();
            }
        }
        if (ending != null) {
            ending.shutdownNow();
        }
    }
}
