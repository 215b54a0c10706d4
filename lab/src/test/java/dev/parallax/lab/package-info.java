@NullMarked
package dev.parallax.lab;

import org.jspecify.annotations.NullMarked;
