package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.catalog.ConsulNames;
import dev.parallax.puppetconsul.world.AppRecord;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps apart what applications are known by in Consul and on hosts: there a name is made of several, {@code a-b} and {@code c} give the
 * same as {@code a} and {@code b-c}, and one application would be led to the replicas of the other.
 */
final class ClaimedNames {
    private ClaimedNames() {}

    /**
     * A name that another part, or another application of the fleet, has already is a {@link BackendException} that names both; so is one
     * that Consul's DNS could not answer.
     */
    static void check(Application application, Collection<AppRecord> fleet) {
        Map<String, String> claimed = new TreeMap<>();
        for (AppRecord other : fleet) {
            if (!other.name().equals(application.name())
                    && !other.desired().value().isDeleting()) {
                claim(other.wanted(), claimed);
            }
        }
        claim(application, claimed);
    }

    private static void claim(Application application, Map<String, String> claimed) {
        String name = application.name();
        application.roles().keySet().forEach(role -> {
            String part = "role " + role + " of application " + name;
            claim(ConsulNames.role(name, role), part, claimed);
            claim("units " + ConsulNames.replica(name, role), part, claimed);
        });
        application
                .steps()
                .keySet()
                .forEach(step -> claim(
                        "units step-" + ConsulNames.replica(name, step),
                        "step " + step + " of application " + name,
                        claimed));
        application
                .services()
                .forEach((service, definition) -> definition.ports().keySet().forEach(port -> {
                    String part = "port " + port + " of service " + service + " of application " + name;
                    String registered = ConsulNames.service(name, service, port);
                    if (registered.length() > ConsulNames.LONGEST_SERVICE) {
                        throw new BackendException(
                                part + " is " + registered + " in Consul, whose DNS has names of at most "
                                        + ConsulNames.LONGEST_SERVICE + " characters; shorten one of the three");
                    }
                    claim(registered, part, claimed);
                }));
    }

    private static void claim(String name, String part, Map<String, String> claimed) {
        String other = claimed.putIfAbsent(name, part);
        if (other != null) {
            throw new BackendException(
                    part + " and " + other + " have the same name on a fleet, " + name + "; rename one of them");
        }
    }
}
