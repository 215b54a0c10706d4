/**
 * What Consul holds and sees at one moment, read into values, and what follows from it about an application. Start from {@link
 * dev.parallax.puppetconsul.world.World}.
 */
@NullMarked
package dev.parallax.puppetconsul.world;

import org.jspecify.annotations.NullMarked;
