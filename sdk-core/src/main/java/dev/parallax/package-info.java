/** The errors that every part of Parallax throws. */
@NullMarked
package dev.parallax;

import org.jspecify.annotations.NullMarked;
