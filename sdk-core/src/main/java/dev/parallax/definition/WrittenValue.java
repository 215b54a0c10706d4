package dev.parallax.definition;

/**
 * A single value as it is written in a document, {@code []} or <code>{}</code> where nothing is in it, and its place. {@code path} is such
 * as {@code roles.keystone.replicas.count}; {@code line} and {@code column} count from 1.
 */
public record WrittenValue(String path, String value, String file, int line, int column) {}
