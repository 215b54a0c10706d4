package dev.parallax.backend;

import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.backend.RemoveHostOptions.Machine;
import java.util.Collection;
import java.util.stream.Collectors;

/** When a host may be removed: the same on every backend, and in the same words. */
public final class HostRemovals {
    private HostRemovals() {}

    /**
     * Refuses with a {@link BackendException} what {@link Backend#removeHost} has to refuse.
     *
     * @param storage whose storage is kept on the host, as {@code application/replica}
     */
    public static void check(HostStatus host, Machine machine, Collection<String> storage) {
        String name = host.name();
        if (machine == Machine.LOST) {
            if (host.alive()) {
                throw new BackendException("host " + name + " answers, so that it is not lost; drain it, then remove it"
                        + " without saying so");
            }
            return;
        }
        if (!host.alive()) {
            throw new BackendException(
                    "host " + name + " does not answer, so that nothing can be undone on it; start it again,"
                            + " or remove it as lost (--lost) if it never comes back: then it gives up what it carries");
        }
        if (!host.replicas().isEmpty()) {
            throw new BackendException("host " + name + " carries "
                    + host.replicas().stream().map(Resident::toString).collect(Collectors.joining(", "))
                    + "; drain it first, and delete or move what stays with its kept storage");
        }
        if (!storage.isEmpty()) {
            throw new BackendException("host " + name + " has the kept storage of " + String.join(", ", storage)
                    + "; delete that application with its storage first, or move the data yourself");
        }
    }
}
