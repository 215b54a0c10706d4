/**
 * Where the executables come from that the lab's hosts run and Debian does not have. Start from
 * {@link dev.parallax.lab.binaries.Binaries}.
 */
@NullMarked
package dev.parallax.lab.binaries;

import org.jspecify.annotations.NullMarked;
