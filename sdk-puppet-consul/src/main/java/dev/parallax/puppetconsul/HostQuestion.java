package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulException;
import dev.parallax.puppetconsul.consul.Indexed;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.consul.Since;
import dev.parallax.puppetconsul.state.AnswerEnd;
import dev.parallax.puppetconsul.state.Keys;
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
final class HostQuestion implements AutoCloseable {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration RENEWAL = Duration.ofSeconds(4);
    /** A look at whether the thread was interrupted, too. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    /** How long a host may take to begin. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Consul consul;
    private final String host;
    private final String id = UUID.randomUUID().toString();
    private final String session;
    private long renewed = System.nanoTime();
    private boolean begun;

    HostQuestion(Consul consul, String host) {
        this.consul = consul;
        this.host = host;
        this.session = consul.createOwningSession("parallax-question", TTL);
    }

    /**
     * Tells the parts of the answer until its end, which it returns. A host that does not begin to answer, or tells nothing for longer than {@code
     * silence} once it has begun, is a {@link BackendException}.
     */
    <T> AnswerEnd ask(Object request, TypeReference<List<T>> type, Duration silence, Consumer<T> parts)
            throws InterruptedException {
        if (!consul.acquire(Keys.asked(host, id), StateJson.write(request), session)) {
            throw new BackendException("the session for a question to host " + host + " has ended already");
        }
        long heard = System.nanoTime();
        long index = 0;
        Optional<AnswerEnd> end = Optional.empty();
        while (end.isEmpty()) {
            renew();
            Indexed<List<KvEntry>> told = consul.entries(Keys.told(host, id), new Since(index, WAIT));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            index = told.index() < index ? 0 : told.index();
            for (KvEntry entry : told.value()) {
                if (!entry.key().endsWith("/" + Keys.BEGUN) || !begun) {
                    heard = System.nanoTime();
                }
                end = end.or(() -> take(entry, type, parts));
            }
            long silent = System.nanoTime() - heard;
            if (silent > (begun ? silence : PATIENCE).toNanos()) {
                throw new BackendException("host " + host
                        + (begun
                                ? " has stopped answering: it told nothing for "
                                : " does not answer: it took no request for ")
                        + Duration.ofNanos(silent).toSeconds()
                        + " s; is it alive, and does parallax-host run there?");
            }
        }
        end.flatMap(AnswerEnd::error).ifPresent(error -> {
            throw new BackendException("host " + host + ": " + error);
        });
        return end.get();
    }

    private <T> Optional<AnswerEnd> take(KvEntry entry, TypeReference<List<T>> type, Consumer<T> parts) {
        begun = true;
        String name = entry.key().substring(Keys.told(host, id).length());
        if (name.equals(Keys.END)) {
            return Optional.of(StateJson.read(entry.key(), entry.value(), AnswerEnd.class));
        }
        if (!name.equals(Keys.BEGUN)) {
            StateJson.read(entry.key(), entry.value(), type).forEach(parts);
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
