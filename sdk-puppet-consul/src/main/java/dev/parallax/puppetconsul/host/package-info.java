/**
 * What a host of a fleet needs besides packages: the Puppet module, and the tools that run it. Start with {@link
 * dev.parallax.puppetconsul.host.HostFiles}.
 */
@NullMarked
package dev.parallax.puppetconsul.host;

import org.jspecify.annotations.NullMarked;
