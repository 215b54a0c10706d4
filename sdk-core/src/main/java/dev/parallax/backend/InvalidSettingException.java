package dev.parallax.backend;

/** A setting that is missing, not known, or that no orchestrator could be reached with. Nothing was asked of anybody. */
public final class InvalidSettingException extends BackendException {
    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String message) {
        super(message);
    }

    public InvalidSettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
