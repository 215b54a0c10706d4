package dev.parallax.model;

/** A port of a service and the named component port behind it. */
public record ServicePort(int port, String target) {}
