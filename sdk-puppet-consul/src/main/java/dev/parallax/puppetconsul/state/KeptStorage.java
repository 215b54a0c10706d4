package dev.parallax.puppetconsul.state;

import java.util.List;

/**
 * Where the kept storage of one replica is. It outlives its application. {@code removing}: its host has been told to remove it.
 */
public record KeptStorage(String app, String role, String replica, String host, List<String> names, boolean removing) {
    public KeptStorage {
        names = List.copyOf(names);
    }

    /** Its name in the document of all kept storage. */
    public static String key(String app, String replica) {
        return app + "/" + replica;
    }

    public String key() {
        return key(app, replica);
    }

    public KeptStorage toBeRemoved() {
        return new KeptStorage(app, role, replica, host, names, true);
    }
}
