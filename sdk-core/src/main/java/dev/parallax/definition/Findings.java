package dev.parallax.definition;

/** Takes what rules find wrong, and knows what is written in the document although it could not be read. */
interface Findings {
    void add(DocumentPath path, String message, String hint);

    /** Whether something stands there, readable or not; false for an application built in Java. */
    boolean mentions(DocumentPath path);

    /** Whether something stands below, readable or not; false for an application built in Java. */
    boolean mentionsInside(DocumentPath path);

    /** Whether what stands there could not be read, so that its value is a stand-in; false for an application built in Java. */
    boolean isUnreadable(DocumentPath path);

    default void addUnless(boolean fine, DocumentPath path, String message, String hint) {
        if (!fine) {
            add(path, message, hint);
        }
    }
}
