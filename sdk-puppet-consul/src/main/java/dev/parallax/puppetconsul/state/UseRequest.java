package dev.parallax.puppetconsul.state;

/** A question for what an application's components on a host take, over so many seconds. */
public record UseRequest(String application, double seconds) {}
