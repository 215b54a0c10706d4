package dev.parallax;

/** The root of every error that Parallax reports to its caller. The message names the object, the place and what to do. */
public abstract class ParallaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected ParallaxException(String message) {
        super(message);
    }

    protected ParallaxException(String message, Throwable cause) {
        super(message, cause);
    }
}
