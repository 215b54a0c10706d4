package dev.parallax.puppetconsul.placement;

/** A replica's place. */
public record Seat(String app, String role, String replica, String host) {}
