@NullMarked
package dev.parallax.lab.binaries;

import org.jspecify.annotations.NullMarked;
