/**
 * What the machine needs so that the lab can run on it, what of that is there, and how to get the rest. Start from {@link
 * dev.parallax.cli.doctor.Doctor}.
 */
@NullMarked
package dev.parallax.cli.doctor;

import org.jspecify.annotations.NullMarked;
