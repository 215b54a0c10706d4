/** Times of what runs in this process; a cluster is never timed as if it were a method. */
@NullMarked
package dev.parallax.benchmarks;

import org.jspecify.annotations.NullMarked;
