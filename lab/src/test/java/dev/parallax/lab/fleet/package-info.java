/** Tests of the fleet. */
@NullMarked
package dev.parallax.lab.fleet;

import org.jspecify.annotations.NullMarked;
