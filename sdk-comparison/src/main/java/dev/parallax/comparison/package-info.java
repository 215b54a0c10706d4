/**
 * The same application on two orchestrators, disturbed in the same ways and measured from outside. Start from {@link
 * dev.parallax.comparison.Comparison}; a side under measurement is a {@link dev.parallax.comparison.Testbed}.
 */
@NullMarked
package dev.parallax.comparison;

import org.jspecify.annotations.NullMarked;
