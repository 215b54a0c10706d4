/**
 * What samples of two sides can prove: pure functions over values, some of which may be known only to be more than a bound. Start from
 * {@link dev.parallax.comparison.statistics.Family}.
 */
@NullMarked
package dev.parallax.comparison.statistics;

import org.jspecify.annotations.NullMarked;
