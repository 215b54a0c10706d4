package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.catalog.ConsulNames;
import dev.parallax.puppetconsul.world.AppRecord;
import java.util.Collection;

/**
 * Keeps the bare names of services unique on a fleet: all hosts have the same names, so that of two applications with a service of
 * one name, components of the one would be led to the other.
 */
final class ServiceNames {
    private ServiceNames() {}

    /**
     * A name that another application of the fleet has already is a {@link BackendException} that names both; so is one that
     * Consul's DNS could not answer.
     */
    static void check(Application application, Collection<AppRecord> fleet) {
        application
                .services()
                .forEach((name, service) -> service.ports().keySet().forEach(port -> {
                    String registered = ConsulNames.service(application.name(), name, port);
                    if (registered.length() > ConsulNames.LONGEST_SERVICE) {
                        throw new BackendException(
                                "service " + name + " of application " + application.name() + ": port " + port
                                        + " is " + registered + " in Consul, whose DNS has names of at most "
                                        + ConsulNames.LONGEST_SERVICE + " characters; shorten one of the three");
                    }
                }));
        for (AppRecord other : fleet) {
            if (other.name().equals(application.name())
                    || other.desired().value().isDeleting()) {
                continue;
            }
            for (String service : application.services().keySet()) {
                if (other.wanted().services().containsKey(service)) {
                    throw new BackendException("service " + service + " of application " + application.name()
                            + ": application " + other.name() + " on this fleet has a service of that name too, and '"
                            + service + "' can lead to one of them only; rename one, or delete application "
                            + other.name());
                }
            }
        }
    }
}
