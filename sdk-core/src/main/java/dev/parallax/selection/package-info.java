/** Which part of an application a question is about. Start from {@link dev.parallax.selection.Selection}. */
@NullMarked
package dev.parallax.selection;

import org.jspecify.annotations.NullMarked;
