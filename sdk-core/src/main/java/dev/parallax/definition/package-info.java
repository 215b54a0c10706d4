/**
 * Reading and checking definitions. Start from {@link dev.parallax.definition.DefinitionReader}; the stored form of the model is
 * {@link dev.parallax.definition.ModelJson}.
 */
@NullMarked
package dev.parallax.definition;

import org.jspecify.annotations.NullMarked;
