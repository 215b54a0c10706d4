/** The images that the lab's hosts and pods are made of. Start from {@link dev.parallax.lab.image.Images}. */
@NullMarked
package dev.parallax.lab.image;

import org.jspecify.annotations.NullMarked;
