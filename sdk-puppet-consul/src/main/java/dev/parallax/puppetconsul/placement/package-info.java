/** Which replica belongs on which host: a pure function. Start from {@link dev.parallax.puppetconsul.placement.Placer}. */
@NullMarked
package dev.parallax.puppetconsul.placement;

import org.jspecify.annotations.NullMarked;
