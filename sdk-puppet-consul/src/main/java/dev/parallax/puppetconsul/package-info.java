/**
 * The Puppet/Consul backend: what is wanted and decided is kept in Consul, a controller makes Hiera data of it, and Puppet on each host
 * applies that. Start from {@link dev.parallax.puppetconsul.PuppetConsulBackend}.
 */
@NullMarked
package dev.parallax.puppetconsul;

import org.jspecify.annotations.NullMarked;
