/**
 * The one door to Consul: key-value store, transactions, sessions, catalog and health, through consul-api. Start from {@link
 * dev.parallax.puppetconsul.consul.Consul}.
 */
@NullMarked
package dev.parallax.puppetconsul.consul;

import org.jspecify.annotations.NullMarked;
