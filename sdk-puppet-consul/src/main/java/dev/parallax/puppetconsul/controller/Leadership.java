package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.state.Keys;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may write: the controller whose session holds the lock of {@link Keys#LEADER}. A session that is not renewed ends after its TTL
 * (10 s, Consul's least; Consul may take twice that). There is no lock delay: every write checks the lock in its own transaction, so a
 * leader that lost it without knowing can do nothing.
 *
 * <p>A controller that was killed and is started again on the same machine ends its predecessor's session and need not wait.
 */
final class Leadership implements AutoCloseable {
    static final Duration TTL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final Consul consul;
    private final ControllerName name;
    private @Nullable String session;
    private boolean leading;

    Leadership(Consul consul, ControllerName name) {
        this.consul = consul;
        this.name = name;
    }

    /** The session that leads, or tries to. */
    synchronized Optional<String> session() {
        return Optional.ofNullable(session);
    }

    /** Ends the sessions of dead controllers of this machine. */
    static void buryPredecessors(Consul consul) {
        consul.sessions().forEach((id, holder) -> {
            if (ControllerName.isDead(holder)) {
                LOG.debug("ending the session of {}, which is gone", holder);
                consul.destroySession(id);
            }
        });
    }

    /**
     * Whether this controller leads, given the leader's key as last seen; tries to if nobody does. It leads from the look that shows its own lock: what is seen
     * then has all that its predecessor wrote.
     */
    synchronized boolean isLeading(Optional<KvEntry> leader) {
        Optional<String> holder = leader.flatMap(KvEntry::session);
        if (session != null && holder.isPresent() && holder.get().equals(session)) {
            return became(true);
        }
        if (holder.isPresent()) {
            return became(false);
        }
        if (session == null) {
            session = consul.createSession(name.toString(), TTL);
        }
        consul.acquire(Keys.LEADER, name.toString(), session);
        return became(false);
    }

    private boolean became(boolean now) {
        if (now != leading) {
            LOG.info(now ? "{} leads" : "{} no longer leads", name);
        }
        leading = now;
        return now;
    }

    /** Keeps the session alive; one that has ended is forgotten, and another is made when it is needed. */
    synchronized void renew() {
        if (session != null && !consul.renewSession(session)) {
            session = null;
            became(false);
        }
    }

    /** Gives the lock back at once. */
    @Override
    public synchronized void close() {
        if (session != null) {
            String ended = session;
            session = null;
            leading = false;
            consul.release(Keys.LEADER, name.toString(), ended);
            consul.destroySession(ended);
        }
    }
}
