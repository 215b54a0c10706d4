package dev.parallax.backend;

/** A running watch. Closing it ends the calls; closing it again does nothing. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
