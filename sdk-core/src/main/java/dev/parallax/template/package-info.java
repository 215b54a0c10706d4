/**
 * The text templates of files, environment values and acceptance checks: which variables there are and how they are
 * filled in. Start from {@link dev.parallax.template.Templates}.
 */
@NullMarked
package dev.parallax.template;

import org.jspecify.annotations.NullMarked;
