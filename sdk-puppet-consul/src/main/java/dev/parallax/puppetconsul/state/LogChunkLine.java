package dev.parallax.puppetconsul.state;

/** A line of an answer: where it stands in the host's journal, when it came there in microseconds since 1970, and its text. */
public record LogChunkLine(String cursor, long micros, String text) {}
