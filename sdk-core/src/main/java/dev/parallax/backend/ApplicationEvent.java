package dev.parallax.backend;

import java.time.Instant;

/**
 * Something that happened to an application, as its orchestrator tells it: when, by the orchestrator's clock; whether somebody may have to
 * see to it; to what, as {@code application}, {@code role web}, {@code web/web-0}, {@code step migrate} or {@code service web}; and in one
 * line, what.
 */
public record ApplicationEvent(Instant at, boolean warning, String object, String text) {}
