package dev.parallax.kubernetes;

import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.logs.LogSource;
import dev.parallax.logs.LogTarget;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.Loggable;
import io.fabric8.kubernetes.client.dsl.TailPrettyLoggable;
import io.fabric8.kubernetes.client.dsl.TimeTailPrettyLoggable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What containers of an application's pods wrote, as their kubelets keep it. */
final class PodLogs implements LogSource {
    private static final int NOT_STARTED = 400;
    private static final int NOT_FOUND = 404;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 20;
    private static final int TAIL = 1000;

    private final Cluster cluster;
    private final String namespace;

    PodLogs(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    @Override
    public void read(LogTarget target, LogQuery query, Consumer<LogLine> lines) throws InterruptedException {
        if (query.follow()) {
            follow(target, query, lines);
            return;
        }
        String text = started(target, () -> selected(target, query).getLog()).orElse("");
        text.lines().map(line -> line(target, line)).forEach(lines);
    }

    /** The last lines of a container; empty where it has not started, or its pod is gone. */
    Optional<String> tail(String pod, String container) {
        return started(new LogTarget("", pod, container, Optional.empty()), () -> cluster.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .tailingLines(TAIL)
                .getLog());
    }

    /** A kubelet ends its answer when the container ends; what its successor writes is asked for anew. */
    private void follow(LogTarget target, LogQuery query, Consumer<LogLine> lines) throws InterruptedException {
        Latest latest = new Latest(lines);
        int failed = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                latest.resume();
                Optional<LogWatch> watch = started(target, () -> latest.time
                        .<Loggable>map(time -> container(target).sinceTime(time.toString()))
                        .orElseGet(() -> selected(target, query))
                        .watchLog());
                if (watch.isPresent()) {
                    copy(watch.get(), target, latest);
                }
                failed = 0;
            } catch (ApiException e) {
                failed++;
                if (!e.mayPass() || failed > ATTEMPTS) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
        throw new InterruptedException();
    }

    private static void copy(LogWatch watch, LogTarget target, Latest latest) {
        try (watch;
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            String text = output.readLine();
            while (text != null && !Thread.currentThread().isInterrupted()) {
                latest.tell(line(target, text));
                text = output.readLine();
            }
        } catch (IOException e) {
            // Cut off, or this thread was interrupted: the caller knows which.
        }
    }

    private TimeTailPrettyLoggable container(LogTarget target) {
        return cluster.client()
                .pods()
                .inNamespace(namespace)
                .withName(target.replica())
                .inContainer(target.component())
                .usingTimestamps();
    }

    private Loggable selected(LogTarget target, LogQuery query) {
        TimeTailPrettyLoggable container = container(target);
        TailPrettyLoggable recent = query.since()
                .<TailPrettyLoggable>map(span ->
                        container.sinceSeconds((int) Math.max(1, Math.min(Integer.MAX_VALUE, span.toSeconds()))))
                .orElse(container);
        return query.tail().<Loggable>map(recent::tailingLines).orElse(recent);
    }

    /** Empty for a container that has not started yet, or whose pod is gone. */
    private <T> Optional<T> started(LogTarget target, Supplier<T> request) {
        try {
            return Optional.ofNullable(cluster.call(
                    "read the log of " + namespace + "/" + target.replica() + "/" + target.component(), request));
        } catch (ApiException e) {
            if (e.code() == NOT_STARTED || e.code() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static LogLine line(LogTarget target, String text) {
        int space = text.indexOf(' ');
        String stamp = space < 0 ? text : text.substring(0, space);
        Optional<Instant> time = time(stamp);
        String rest = time.isEmpty() ? text : space < 0 ? "" : text.substring(space + 1);
        return new LogLine(target.role(), target.replica(), target.component(), time, rest);
    }

    private static Optional<Instant> time(String stamp) {
        try {
            return Optional.of(OffsetDateTime.parse(stamp).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A question for lines since a time is answered in whole seconds: what was told before is passed over. */
    private static final class Latest {
        private final Consumer<LogLine> lines;
        private Optional<Instant> time = Optional.empty();
        private Optional<Instant> resumed = Optional.empty();

        Latest(Consumer<LogLine> lines) {
            this.lines = lines;
        }

        void resume() {
            resumed = time;
        }

        void tell(LogLine line) {
            boolean known = resumed.isPresent()
                    && line.time().filter(at -> !at.isAfter(resumed.get())).isPresent();
            if (!known) {
                time = line.time().or(() -> time);
                lines.accept(line);
            }
        }
    }
}
