/**
 * What makes the fleet become what is wanted: a pure decision over the world, and a loop that leads, watches and writes. Start from
 * {@link dev.parallax.puppetconsul.controller.Reconciler}.
 */
@NullMarked
package dev.parallax.puppetconsul.controller;

import org.jspecify.annotations.NullMarked;
