/** Two real clusters out of containers on one machine. Start from {@link dev.parallax.lab.docker.Docker}. */
@NullMarked
package dev.parallax.lab;

import org.jspecify.annotations.NullMarked;
