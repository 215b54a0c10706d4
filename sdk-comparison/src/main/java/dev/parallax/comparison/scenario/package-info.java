/**
 * What is done to an application while it is observed: each scenario declared once and realised on every side by the same
 * means. Start from {@link dev.parallax.comparison.scenario.Scenario}.
 */
@NullMarked
package dev.parallax.comparison.scenario;

import org.jspecify.annotations.NullMarked;
