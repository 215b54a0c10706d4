package dev.parallax.memory;

import dev.parallax.model.Application;
import dev.parallax.model.Exposure;

/** Gives each service an address of its own, which it keeps as long as it is there. */
final class ServiceAddresses {
    private int given;

    void give(Deployment deployment) {
        Application application = deployment.application;
        deployment.addresses.keySet().retainAll(application.services().keySet());
        deployment.publicAddresses.keySet().retainAll(application.services().keySet());
        application.services().forEach((name, service) -> {
            deployment.addresses.computeIfAbsent(name, key -> "10.2.0." + ++given);
            if (service.exposure() == Exposure.PUBLIC) {
                deployment.publicAddresses.computeIfAbsent(name, key -> "192.0.2." + ++given);
            } else {
                deployment.publicAddresses.remove(name);
            }
        });
    }
}
