package dev.parallax.puppetconsul.consul;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Parallax asks of Consul. Every call is bounded in time; a Consul that does not answer, refuses or answers with what cannot be
 * understood is a {@link ConsulException}. Safe for use by several threads.
 *
 * <p>The reads that take an {@link Since} are blocking queries: they answer at once when something has changed since that index, and
 * otherwise when something does or when the time is up.
 */
public interface Consul extends AutoCloseable {
    /** Every key under a prefix, sorted; empty where there is none. */
    Indexed<List<KvEntry>> entries(String prefix, Since since);

    /** One key. */
    Optional<KvEntry> entry(String key);

    /** The nodes that carry all of this meta data, sorted by name. */
    Indexed<List<CatalogNode>> nodes(Map<String, String> meta, Since since);

    /** Every check of every node and service, in any state, sorted by node and id. */
    Indexed<List<HealthCheck>> checks(Since since);

    /**
     * Does all operations or none, and answers with the index at which they were done (0 when none leaves a trace). Empty: one of
     * them did not hold, such as a key that was changed since, or a lock that is no longer ours.
     */
    OptionalLong commit(List<KvOperation> operations);

    /** Starts a session that ends {@code ttl} (Consul: up to twice that) after its last renewal. */
    String createSession(String name, Duration ttl);

    /** As {@link #createSession}; the keys that it has the lock of are removed when it ends. */
    String createOwningSession(String name, Duration ttl);

    /** Renews a session; false when it has ended. */
    boolean renewSession(String session);

    /** Ends a session and frees its locks; one that has ended already is fine. */
    void destroySession(String session);

    /** The sessions that are open, by id: their names. */
    Map<String, String> sessions();

    /** Takes the lock of a key for a session; false when another one holds it. */
    boolean acquire(String key, String value, String session);

    /** Frees the lock of a key. */
    void release(String key, String value, String session);

    /** What takes more than the rights of a controller: tokens, policies, members and nodes. */
    ConsulAdministration administration();

    /** Ends all calls, also those that wait. */
    @Override
    void close();
}
