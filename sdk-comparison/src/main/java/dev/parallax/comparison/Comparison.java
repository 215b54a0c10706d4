package dev.parallax.comparison;

import dev.parallax.SystemTime;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.comparison.scenario.Scenario;
import dev.parallax.comparison.scenario.Scenarios;
import dev.parallax.comparison.statistics.Criteria;
import dev.parallax.model.Application;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deploys one application on each side, disturbs it in the same ways and measures both.
 *
 * <pre>{@code
 * Results results = Comparison.of(application)
 *         .on(kubernetes, fleet)
 *         .runs(3)
 *         .recordTo(Path.of("history.jsonl"))
 *         .execute();
 * System.out.println(Report.of(results).text());
 * }</pre>
 */
public final class Comparison {
    private final Application application;

    private Comparison(Application application) {
        this.application = application;
    }

    /** Of this application; it needs a service with a port, for that is what is measured. */
    public static Comparison of(Application application) {
        return new Comparison(application);
    }

    /** On these sides; one is enough for figures, two are compared. They are not closed. */
    public Builder on(Testbed... testbeds) {
        return new Builder(application, List.of(testbeds));
    }

    /** What a comparison does besides its defaults. */
    public static final class Builder {
        private static final int CORES_FOR_SEVERAL_SIDES = 8;

        final Application application;
        final List<Testbed> testbeds;
        final MeasuredService measured;
        List<Scenario> scenarios = Scenarios.all();
        int runs = 3;
        Optional<Long> seed = Optional.empty();
        double margin = Criteria.MARGIN;
        Event.Probing probing = probing(Duration.ofMillis(50), Duration.ofMillis(100));
        SortedSet<String> acceptedDifferences = new TreeSet<>();
        ComparisonListener listener = ComparisonListener.NONE;
        IdleSides idleSides = Runtime.getRuntime().availableProcessors() < CORES_FOR_SEVERAL_SIDES
                ? IdleSides.SUSPENDED
                : IdleSides.RUNNING;
        Duration restoreLimit = Duration.ofMinutes(3);
        Ticker ticker = Ticker.system();
        Clock wallClock = SystemTime.clock();

        @Nullable
        Path history;

        @Nullable
        String command;

        private Builder(Application application, List<Testbed> testbeds) {
            this.application = application;
            this.testbeds = testbeds;
            this.measured = MeasuredService.of(application);
            if (testbeds.isEmpty()) {
                throw new IllegalArgumentException("a comparison needs at least one side");
            }
            if (testbeds.stream().map(Testbed::side).distinct().count() < testbeds.size()) {
                throw new IllegalArgumentException("two sides have the same name");
            }
        }

        /** These scenarios, in the order in which results show them; all of {@link Scenarios} unless said. */
        public Builder scenarios(List<Scenario> wanted) {
            if (wanted.isEmpty()) {
                throw new IllegalArgumentException("a comparison needs at least one scenario");
            }
            this.scenarios = List.copyOf(wanted);
            return this;
        }

        /** How often each scenario is measured on each side; 3 unless said. */
        public Builder runs(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("a comparison needs at least one run, not " + count);
            }
            this.runs = count;
            return this;
        }

        /** Decides every order and choice; from the clock unless said, and always part of the results. */
        public Builder seed(long value) {
            this.seed = Optional.of(value);
            return this;
        }

        /** Medians that differ by at most this share are called equivalent; a tenth unless said. Part of the history: it is chosen before anything is seen. */
        public Builder margin(double share) {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException("a margin is a share between 0 and 1, not " + share);
            }
            this.margin = share;
            return this;
        }

        /** Where the history goes: a file that is not there yet. */
        public Builder recordTo(Path file) {
            this.history = file;
            return this;
        }

        /** What a reader types to do the same again; recorded, and shown by reports. */
        public Builder repeatedBy(String commandLine) {
            this.command = commandLine;
            return this;
        }

        /** How often the service's address and each replica are probed; 20 and 10 times a second unless said. */
        public Builder probeEvery(Duration servicePeriod, Duration replicaPeriod) {
            this.probing = probing(servicePeriod, replicaPeriod);
            return this;
        }

        /** Differences between the sides that do not keep it from measuring, by path as the check names them. */
        public Builder acceptDifferences(Collection<String> paths) {
            this.acceptedDifferences = new TreeSet<>(paths);
            return this;
        }

        /** What the other sides do while one is measured; suspended on a machine with fewer than 8 cores unless said. */
        public Builder idleSides(IdleSides choice) {
            this.idleSides = choice;
            return this;
        }

        /** How long the start state may take to come back after a trial before it is deployed anew; 3 minutes unless said. */
        public Builder restoreWithin(Duration limit) {
            this.restoreLimit = limit;
            return this;
        }

        public Builder listener(ComparisonListener follower) {
            this.listener = follower;
            return this;
        }

        /** The clocks, for tests: the testbeds must read the same ticker. */
        public Builder clocks(Ticker monotonic, Clock wall) {
            this.ticker = monotonic;
            this.wallClock = wall;
            return this;
        }

        /**
         * Carries it out, which takes minutes, and returns what it showed. Sides that do not run the same thing are not measured: then
         * {@link Results#isEquivalent()} is false and there are no trials.
         *
         * @throws ComparisonException when a side could not even be deployed on
         * @throws InterruptedException when interrupted; the history says so, and the sides are put right by the next
         *     comparison
         */
        public Results execute() throws InterruptedException {
            Path file = history;
            if (file == null) {
                throw new IllegalStateException("say where the history goes: recordTo(file)");
            }
            return new ComparisonRun(this, new ArrayList<>(testbeds)).execute(file);
        }

        /** What the measured role wants of a lost host. */
        RecoveryPolicy recovery() {
            Role role = application.roles().get(measured.role());
            return role == null
                    ? RecoveryPolicy.builder().build()
                    : role.replicas().recovery();
        }

        private static Event.Probing probing(Duration servicePeriod, Duration replicaPeriod) {
            return new Event.Probing(
                    servicePeriod.toNanos(),
                    replicaPeriod.toNanos(),
                    Duration.ofSeconds(1).toNanos(),
                    5);
        }
    }

    /** What sides do that are not being measured. */
    public enum IdleSides {
        /** They run as ever. */
        RUNNING,
        /** They use as little of the machine as possible, so that they do not disturb the side being measured. */
        SUSPENDED
    }
}
