package dev.parallax.comparison.analysis;

import java.util.Map;
import java.util.Optional;

/**
 * How busy the machine was when the comparison began: its load average of the minute before, and its cores. It is of the run and of no trial, and
 * says that others were at work and not whether they went on; which trials they disturbed, {@link Disturbance} finds out from what these recorded.
 */
public record LoadBefore(double minute, int cores) {
    /**
     * From so many on that ran or wanted to run for each core, the load is told. The comparisons in {@code docs/measurements} began at 1.5 to 2.7 a
     * core, as what brought up their clusters was at work just then, and none of their trials had a replica fail that nobody touched; the one
     * whose untouched replicas did began at 9.3. Of those seen in between, from 4 on, some had a late observer and some had nothing.
     */
    public static final double HIGH = 4;

    private static final String LOAD = "load before";

    /** Empty where the history does not tell both. */
    public static Optional<LoadBefore> of(Map<String, String> environment) {
        try {
            Optional<String> load = environment.entrySet().stream()
                    .filter(fact -> fact.getKey().startsWith(LOAD))
                    .map(Map.Entry::getValue)
                    .findFirst();
            int cores = Integer.parseInt(environment.getOrDefault("cores", "0"));
            return load.isEmpty() || cores < 1
                    ? Optional.empty()
                    : Optional.of(new LoadBefore(Double.parseDouble(load.get().split(",", -1)[0]), cores));
        } catch (NumberFormatException e) {
            // Another program wrote it; the facts stand in the report as they are.
            return Optional.empty();
        }
    }

    public boolean isHigh() {
        return minute >= HIGH * cores;
    }
}
