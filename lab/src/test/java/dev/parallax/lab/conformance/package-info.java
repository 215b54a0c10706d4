/** What the SPI promises, and the flagship, shown on the lab's real clusters. */
@NullMarked
package dev.parallax.lab.conformance;

import org.jspecify.annotations.NullMarked;
