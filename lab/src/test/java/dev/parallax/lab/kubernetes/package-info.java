@NullMarked
package dev.parallax.lab.kubernetes;

import org.jspecify.annotations.NullMarked;
