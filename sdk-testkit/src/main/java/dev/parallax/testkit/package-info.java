/**
 * The conformance kit: what every backend must do, as tests that its own test class inherits. Start from {@link
 * dev.parallax.testkit.BackendConformance}.
 */
@NullMarked
package dev.parallax.testkit;

import org.jspecify.annotations.NullMarked;
