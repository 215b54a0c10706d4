/** The way in, {@link dev.parallax.Parallax}, and the root of the errors that every part of Parallax throws. */
@NullMarked
package dev.parallax;

import org.jspecify.annotations.NullMarked;
