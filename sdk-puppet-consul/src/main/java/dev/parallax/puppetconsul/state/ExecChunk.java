package dev.parallax.puppetconsul.state;

/** Bytes, in base64, that a command wrote to its {@code out} or its {@code err}. */
public record ExecChunk(String stream, String data) {}
