/** What several tests share. Start from {@link dev.parallax.testing.Samples}. */
@NullMarked
package dev.parallax.testing;

import org.jspecify.annotations.NullMarked;
