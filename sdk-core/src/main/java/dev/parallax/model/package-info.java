/**
 * The application model: immutable values that say what an operator wants, without naming an orchestrator. Start from
 * {@link dev.parallax.model.Application}.
 */
@NullMarked
package dev.parallax.model;

import org.jspecify.annotations.NullMarked;
