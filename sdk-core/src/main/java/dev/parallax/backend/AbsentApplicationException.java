package dev.parallax.backend;

/** An orchestrator that answers, and has no application of the name that it was asked about. */
public final class AbsentApplicationException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * @param backend the backend's name
     */
    public AbsentApplicationException(String backend, String application) {
        super(backend + " has no application '" + application + "'");
    }
}
