package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulException;
import dev.parallax.puppetconsul.consul.Indexed;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.consul.Since;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.LogChunkLine;
import dev.parallax.puppetconsul.state.LogEnd;
import dev.parallax.puppetconsul.state.LogRequest;
import dev.parallax.puppetconsul.state.StateJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One question to a host and its answer. The question is a key that Consul removes when the session of who asked ends; the host then
 * stops and takes away what it told. What was read is removed at once, which lets the host go on.
 */
final class LogExchange implements AutoCloseable {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration RENEWAL = Duration.ofSeconds(4);
    /** A look at whether the thread was interrupted, too. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Consul consul;
    private final String host;
    private final String id = UUID.randomUUID().toString();
    private final String session;
    private long renewed = System.nanoTime();
    private boolean begun;

    LogExchange(Consul consul, String host) {
        this.consul = consul;
        this.host = host;
        this.session = consul.createOwningSession("parallax-logs", TTL);
    }

    /** Tells the lines of the answer until its end; a host that does not begin to answer is a {@link BackendException}. */
    void ask(LogRequest request, Consumer<LogChunkLine> lines) throws InterruptedException {
        if (!consul.acquire(Keys.asked(host, id), StateJson.write(request), session)) {
            throw new BackendException("the session for a question to host " + host + " has ended already");
        }
        long asked = System.nanoTime();
        long index = 0;
        Optional<LogEnd> end = Optional.empty();
        while (end.isEmpty()) {
            renew();
            Indexed<List<KvEntry>> told = consul.entries(Keys.told(host, id), new Since(index, WAIT));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            index = told.index() < index ? 0 : told.index();
            for (KvEntry entry : told.value()) {
                end = end.or(() -> take(entry, lines));
            }
            if (!begun && System.nanoTime() - asked > PATIENCE.toNanos()) {
                throw new BackendException("host " + host + " does not answer: it has not taken a request for logs for "
                        + PATIENCE.toSeconds() + " s; is it alive, and does parallax-host run there?");
            }
        }
        end.flatMap(LogEnd::error).ifPresent(error -> {
            throw new BackendException("host " + host + ": " + error);
        });
    }

    private Optional<LogEnd> take(KvEntry entry, Consumer<LogChunkLine> lines) {
        begun = true;
        String name = entry.key().substring(Keys.told(host, id).length());
        if (name.equals(Keys.END)) {
            return Optional.of(StateJson.read(entry.key(), entry.value(), LogEnd.class));
        }
        if (!name.equals(Keys.BEGUN)) {
            StateJson.read(entry.key(), entry.value(), new TypeReference<List<LogChunkLine>>() {})
                    .forEach(lines);
            consul.commit(List.of(new KvOperation.Remove(entry.key(), entry.modifyIndex())));
        }
        return Optional.empty();
    }

    private void renew() {
        if (System.nanoTime() - renewed < RENEWAL.toNanos()) {
            return;
        }
        if (!consul.renewSession(session)) {
            throw new BackendException("the question to host " + host + " has ended: Consul was not reached in time");
        }
        renewed = System.nanoTime();
    }

    /** Removes question and answer; what cannot be removed now goes with the session. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            consul.destroySession(session);
            consul.commit(List.of(new KvOperation.RemoveTree(Keys.told(host, id))));
        } catch (ConsulException e) {
            // The session ends by itself, and with it the question; the host takes away its answer.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
