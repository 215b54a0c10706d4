/**
 * What is kept in Consul's key-value store, and under which keys: the documents by which backend, controllers and hosts speak to each
 * other. Start from {@link dev.parallax.puppetconsul.state.Keys}.
 */
@NullMarked
package dev.parallax.puppetconsul.state;

import org.jspecify.annotations.NullMarked;
