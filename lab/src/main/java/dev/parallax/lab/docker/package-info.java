/**
 * The lab's container engine: networks, hosts made of containers, images. Start from {@link dev.parallax.lab.docker.Docker}; no type
 * of the client library shows outside this package.
 */
@NullMarked
@ParallaxStyle
package dev.parallax.lab.docker;

import dev.parallax.ParallaxStyle;
import org.jspecify.annotations.NullMarked;
