package dev.parallax.logs;

import java.util.Optional;

/** A component of a replica, on the host that the replica is on. */
public record LogTarget(String role, String replica, String component, Optional<String> host) {
    @Override
    public String toString() {
        return role + "/" + replica + " " + component;
    }
}
