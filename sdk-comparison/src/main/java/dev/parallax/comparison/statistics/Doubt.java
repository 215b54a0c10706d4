package dev.parallax.comparison.statistics;

/** Why nothing is decided. */
public enum Doubt {
    /** There are fewer than {@link Criteria#leastRuns()} values of a side. */
    TOO_FEW_RUNS,
    /** Were the medians of ever so many runs these, what the observer may be off would still leave it open. */
    ERROR_OF_THE_OBSERVER,
    /** Both medians are 0, or both are only known to be more than a bound: whatever their ratio is, these do not tell. */
    NO_RATIO,
    /** The runs of a side differ too much among themselves, for so many; more can decide it. */
    SPREAD
}
