/**
 * The record of a comparison: everything that was done and seen, in order, by one monotonic clock. Start from {@link
 * dev.parallax.comparison.history.HistoryFile} to write one and {@link dev.parallax.comparison.history.HistoryReader} to
 * read it again.
 */
@NullMarked
package dev.parallax.comparison.history;

import org.jspecify.annotations.NullMarked;
