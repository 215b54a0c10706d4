/**
 * Results for people and programs: a table for the terminal, JSON, and one self-contained page with pictures. Start from
 * {@link dev.parallax.comparison.report.Report}.
 */
@NullMarked
package dev.parallax.comparison.report;

import org.jspecify.annotations.NullMarked;
