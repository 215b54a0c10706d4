package dev.parallax.comparison.analysis;

import dev.parallax.comparison.statistics.Judgement;

/** What the two sides' figures of one metric of one scenario show, under one {@link Circumstance}; of the run's first side beside its second. */
public record Assessment(String scenario, Metric metric, Circumstance circumstance, Judgement judgement) {}
