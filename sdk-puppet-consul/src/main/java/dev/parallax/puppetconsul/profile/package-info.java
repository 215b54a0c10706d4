/**
 * How a fleet is run: what starts Puppet on a host, who starts an ended process again, who replaces what a lost host carried, and by which
 * timers. Start from {@link dev.parallax.puppetconsul.profile.FleetProfile}.
 */
@NullMarked
package dev.parallax.puppetconsul.profile;

import org.jspecify.annotations.NullMarked;
