/**
 * Secret values: where they come from, how they are generated once, and how they are kept out of sight. Start from
 * {@link dev.parallax.secret.SecretResolver}.
 */
@NullMarked
package dev.parallax.secret;

import org.jspecify.annotations.NullMarked;
