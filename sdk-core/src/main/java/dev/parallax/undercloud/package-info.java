/**
 * Where hosts come from: machines that are asked for by a name, and given back. Start with {@link dev.parallax.undercloud.HostProvider}, or with {@link
 * dev.parallax.undercloud.StaticInventory}, the one that is there without any cloud.
 */
@NullMarked
package dev.parallax.undercloud;

import org.jspecify.annotations.NullMarked;
