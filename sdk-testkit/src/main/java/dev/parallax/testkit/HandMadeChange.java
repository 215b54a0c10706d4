package dev.parallax.testkit;

/** A change to what runs that a person could make with the orchestrator's own tools, behind the backend's back. */
public interface HandMadeChange {
    /** Makes it to the role of the application, which is ready. */
    void make(String application, String role);

    /** Whether it is there, as the live system itself says and not the backend. */
    boolean isThere(String application, String role);

    /** A text that the name of the changed object or field contains. */
    String names();

    /** Who repairs what the role's policy wants repaired. */
    Repairs repairs();

    /** When a change by hand is put right, where the policy is to repair it. */
    enum Repairs {
        /** By itself, soon. */
        CONTINUOUSLY,
        /** When {@link dev.parallax.backend.Backend#repair} is called. */
        WHEN_ASKED
    }
}
