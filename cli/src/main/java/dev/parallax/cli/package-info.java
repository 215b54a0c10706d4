/**
 * The command line over the whole of Parallax. Start from {@link dev.parallax.cli.Main}; every command is a class
 * of its own, and what they share (where a backend is, how progress is shown, what a failure means to a script) is
 * in {@link dev.parallax.cli.Invocation}.
 */
@NullMarked
package dev.parallax.cli;

import org.jspecify.annotations.NullMarked;
