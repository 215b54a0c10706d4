/**
 * A rollout as a stream of events, the same from every backend: what happened follows from one state after the other, as a watch tells
 * them. Start from {@link dev.parallax.rollout.RolloutFeed}.
 */
@NullMarked
package dev.parallax.rollout;

import org.jspecify.annotations.NullMarked;
