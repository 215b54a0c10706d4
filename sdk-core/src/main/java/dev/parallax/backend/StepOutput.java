package dev.parallax.backend;

import dev.parallax.backend.ApplicationStatus.StepState;
import java.util.Optional;

/**
 * What a step of the version that is wanted wrote to its standard output and error, and how far it is. {@code text}: of the last attempt of which anything is
 * kept, the end of it; empty where nothing is.
 */
public record StepOutput(String step, StepState state, int attempts, Optional<String> text) {}
