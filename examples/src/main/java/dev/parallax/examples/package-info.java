/** Programs to copy from. Start from {@link dev.parallax.examples.DeployInMemory}. */
@NullMarked
package dev.parallax.examples;

import org.jspecify.annotations.NullMarked;
