@NullMarked
package dev.parallax.lab.docker;

import org.jspecify.annotations.NullMarked;
