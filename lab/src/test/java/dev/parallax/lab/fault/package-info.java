@NullMarked
package dev.parallax.lab.fault;

import org.jspecify.annotations.NullMarked;
