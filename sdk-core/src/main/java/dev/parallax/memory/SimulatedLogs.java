package dev.parallax.memory;

import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.logs.LogSource;
import dev.parallax.logs.LogTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@link InMemoryBackend#writeLine} had replicas write. */
final class SimulatedLogs implements LogSource {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Simulation simulation;

    SimulatedLogs(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public void read(LogTarget target, LogQuery query, Consumer<LogLine> lines) throws InterruptedException {
        List<LogLine> all = written(target, query);
        Optional<Instant> from =
                query.since().map(span -> simulation.timeline().now().minus(span));
        List<LogLine> recent = all.stream()
                .filter(line -> from.isEmpty()
                        || line.time().filter(from.get()::isBefore).isPresent())
                .toList();
        recent.stream()
                .skip(query.tail()
                        .map(most -> Math.max(0, recent.size() - most))
                        .orElse(0))
                .forEach(lines);
        int told = all.size();
        while (query.follow()) {
            int seen = told;
            if (simulation.timeline().await(() -> written(target, query).size() != seen, WAIT)) {
                List<LogLine> present = written(target, query);
                // Fewer: another replica of that name has taken its place.
                present.stream().skip(present.size() < seen ? 0 : seen).forEach(lines);
                told = present.size();
            }
        }
    }

    /** Nothing of a replica that is not there any more. */
    private List<LogLine> written(LogTarget target, LogQuery query) {
        return simulation.look(() -> simulation.find(query.application()).stream()
                .flatMap(deployment -> deployment.replicas.stream())
                .filter(replica -> replica.name().equals(target.replica()))
                .flatMap(replica -> replica.lines.stream())
                .filter(line -> line.component().equals(target.component()))
                .toList());
    }
}
