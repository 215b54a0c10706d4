/**
 * The reference backend: a small simulation of hosts and replicas without any process, for tests of programs that use Parallax and as the
 * measure of what the verbs mean. Start from {@link dev.parallax.memory.InMemoryBackend}.
 */
@NullMarked
package dev.parallax.memory;

import org.jspecify.annotations.NullMarked;
