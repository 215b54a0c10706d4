package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.logs.LogSource;
import dev.parallax.logs.LogTarget;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.state.LogChunkLine;
import dev.parallax.puppetconsul.state.LogRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What components wrote, as the journals of their hosts keep it: hosts are asked through Consul, and answer there. */
final class HostLogs implements LogSource {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How long a host may look for the next line in its journal. */
    private static final Duration SEARCH = Duration.ofMinutes(1);

    private static final Duration ENDLESS = Duration.ofDays(365);
    private static final TypeReference<List<LogChunkLine>> LINES = new TypeReference<>() {};
    /** How long following goes on trying. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consul consul;

    HostLogs(Consul consul) {
        this.consul = consul;
    }

    @Override
    public void read(LogTarget target, LogQuery query, Consumer<LogLine> lines) throws InterruptedException {
        String host = target.host().orElse("");
        if (host.isEmpty()) {
            return;
        }
        Position position = new Position(target, query, lines);
        long answered = System.nanoTime();
        do {
            try (HostQuestion question = new HostQuestion(consul, host)) {
                question.ask(position.request(), LINES, query.follow() ? ENDLESS : SEARCH, position::tell);
                answered = System.nanoTime();
            } catch (BackendException e) {
                if (!query.follow() || System.nanoTime() - Math.max(answered, position.told) > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            if (query.follow()) {
                // The replica is not there yet, or an answer was cut off.
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } while (query.follow());
    }

    /** How far one component was read. */
    private static final class Position {
        private final LogTarget target;
        private final LogQuery query;
        private final Consumer<LogLine> lines;
        private Optional<String> last = Optional.empty();
        private long told = System.nanoTime();

        Position(LogTarget target, LogQuery query, Consumer<LogLine> lines) {
            this.target = target;
            this.query = query;
            this.lines = lines;
        }

        LogRequest request() {
            boolean resumed = last.isPresent();
            return new LogRequest(
                    query.application(),
                    target.replica(),
                    target.component(),
                    resumed ? Optional.empty() : query.tail(),
                    resumed ? Optional.empty() : query.since().map(span -> Math.max(1, span.toSeconds())),
                    last,
                    query.follow());
        }

        void tell(LogChunkLine line) {
            last = Optional.of(line.cursor());
            told = System.nanoTime();
            lines.accept(new LogLine(
                    target.role(),
                    target.replica(),
                    target.component(),
                    Optional.of(Instant.EPOCH.plus(line.micros(), ChronoUnit.MICROS)),
                    line.text()));
        }
    }
}
