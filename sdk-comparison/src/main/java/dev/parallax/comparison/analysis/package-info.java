/**
 * From a history to figures: pure functions, so that a run can be analysed again at any time with the same result. Start
 * from {@link dev.parallax.comparison.analysis.Analysis}.
 */
@NullMarked
package dev.parallax.comparison.analysis;

import org.jspecify.annotations.NullMarked;
