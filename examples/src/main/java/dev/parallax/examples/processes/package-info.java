/**
 * A backend to copy from: replicas are processes of this machine. Start from {@link
 * dev.parallax.examples.processes.ProcessBackend}; docs/own-backend.md goes through it.
 */
@NullMarked
package dev.parallax.examples.processes;

import org.jspecify.annotations.NullMarked;
