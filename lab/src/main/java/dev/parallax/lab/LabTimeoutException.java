package dev.parallax.lab;

/** Something of the lab was not there when its time was up: the message says how long was waited, for what, and what is missing. */
public final class LabTimeoutException extends LabException {
    private static final long serialVersionUID = 1L;

    public LabTimeoutException(String message) {
        super(message);
    }
}
