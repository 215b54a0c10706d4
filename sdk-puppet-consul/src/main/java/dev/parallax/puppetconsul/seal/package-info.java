/**
 * Secrets as they lie in Consul: sealed for the fleet's key, and what hosts are told for that of the host as well. Start from {@link
 * dev.parallax.puppetconsul.seal.Seal}.
 */
@NullMarked
package dev.parallax.puppetconsul.seal;

import org.jspecify.annotations.NullMarked;
