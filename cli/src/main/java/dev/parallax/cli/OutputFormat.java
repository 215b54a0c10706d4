package dev.parallax.cli;

/** How a command writes its result to standard output. */
enum OutputFormat {
    TEXT,
    JSON
}
