@NullMarked
package dev.parallax.lab.image;

import org.jspecify.annotations.NullMarked;
