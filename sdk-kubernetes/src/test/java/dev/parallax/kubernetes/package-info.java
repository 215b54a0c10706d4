@NullMarked
package dev.parallax.kubernetes;

import org.jspecify.annotations.NullMarked;
