package dev.parallax.comparison.statistics;

/** Why nothing is decided. */
public enum Doubt {
    /** There are fewer than {@link Criteria#leastRuns()} values of a side. */
    TOO_FEW_RUNS,
    /** What the observer may be off is as much as would decide it, so that more runs alone do not. */
    ERROR_OF_THE_OBSERVER,
    /** The runs of a side differ too much among themselves, for so many. */
    SPREAD
}
