/**
 * The backend SPI: what an orchestrator has to do so that an application can be deployed on it. Start from
 * {@link dev.parallax.backend.Backend}; adapters are found through {@link dev.parallax.backend.BackendProvider}.
 */
@NullMarked
package dev.parallax.backend;

import org.jspecify.annotations.NullMarked;
