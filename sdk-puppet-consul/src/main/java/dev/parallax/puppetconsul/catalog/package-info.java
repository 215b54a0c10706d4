/**
 * What each host is told: the Hiera data of the Puppet module, made from applications, places and addresses by a pure function.
 * Start from {@link dev.parallax.puppetconsul.catalog.HostDataCompiler}.
 */
@NullMarked
package dev.parallax.puppetconsul.catalog;

import org.jspecify.annotations.NullMarked;
