/**
 * Watching an application from outside: probes on a fixed schedule and the orchestrator's own stream of states, by one
 * clock. Start from {@link dev.parallax.comparison.probe.Observer}; {@link dev.parallax.comparison.probe.Prober} is of
 * use by itself.
 */
@NullMarked
package dev.parallax.comparison.probe;

import org.jspecify.annotations.NullMarked;
