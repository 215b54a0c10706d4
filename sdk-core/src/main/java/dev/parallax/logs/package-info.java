/**
 * Reading what replicas wrote, as {@link dev.parallax.backend.Backend#logs} means it on every backend. A backend brings a {@link
 * dev.parallax.logs.LogSource}; {@link dev.parallax.logs.LogReading} does the rest.
 */
@NullMarked
package dev.parallax.logs;

import org.jspecify.annotations.NullMarked;
