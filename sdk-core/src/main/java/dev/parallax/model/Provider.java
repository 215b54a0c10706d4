package dev.parallax.model;

/** Another application, and that of its services which is meant. */
public record Provider(String application, String service) {}
