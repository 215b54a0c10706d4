package dev.parallax.comparison.statistics;

/** Of the first side's values beside the second's. */
public enum Verdict {
    /** They are less: the first is faster, or has fewer. */
    LESS,
    /** They are more: the first is slower, or has more. */
    MORE,
    /** They differ by no more than the margin, with the confidence of the interval. */
    EQUIVALENT,
    /** Every value of both sides is 0: that is what was seen, and no statement of what further runs would be. */
    NOTHING,
    /** These runs do not tell. */
    INCONCLUSIVE
}
