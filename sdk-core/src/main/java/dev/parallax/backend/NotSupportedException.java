package dev.parallax.backend;

/** A verb that this backend does not have, for any application. Nothing was asked of anybody. */
public final class NotSupportedException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * @param verb the method of {@link Backend}
     */
    public NotSupportedException(Backend backend, String verb) {
        super("the backend " + backend.name() + " has no '" + verb + "'");
    }
}
