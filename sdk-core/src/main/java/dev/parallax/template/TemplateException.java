package dev.parallax.template;

import dev.parallax.ParallaxException;

/** A template that cannot be read, or names a variable that has no value. The message names the template and the line. */
public final class TemplateException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }

    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
