/**
 * What follows from a definition without any orchestrator: the order in which its parts come up and the environment every
 * component sees. Start from {@link dev.parallax.plan.Waves} and {@link dev.parallax.plan.ServiceVariables}.
 */
@NullMarked
package dev.parallax.plan;

import org.jspecify.annotations.NullMarked;
