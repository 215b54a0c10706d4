/**
 * How truly a backend realises a definition, field by field: exactly, approximately (and how), or not at all (and why). Each backend writes
 * its rules beside the code that realises the fields. Start from {@link dev.parallax.fidelity.FidelityRules}.
 */
@NullMarked
package dev.parallax.fidelity;

import org.jspecify.annotations.NullMarked;
