package dev.parallax.backend;

/**
 * What keeps an orchestrator as a whole from doing what it is asked for, in one line each; {@code over}: what is said when it was told, and is so no
 * more. It stays the same as long as a trouble lasts, whatever becomes of its {@code text}: troubles are told apart by it.
 */
public record Trouble(String text, String over) {}
