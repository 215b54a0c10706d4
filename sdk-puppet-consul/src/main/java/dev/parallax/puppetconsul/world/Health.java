package dev.parallax.puppetconsul.world;

import dev.parallax.puppetconsul.consul.HealthCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The checks of every registration, by node and service id. */
public final class Health {
    private final Map<String, List<HealthCheck>> checks = new HashMap<>();

    public Health(List<HealthCheck> all) {
        for (HealthCheck check : all) {
            checks.computeIfAbsent(key(check.node(), check.serviceId()), key -> new ArrayList<>())
                    .add(check);
        }
    }

    /** The checks of a registration; empty where there is none, or where it has no checks. */
    public List<HealthCheck> of(String host, String serviceId) {
        return checks.getOrDefault(key(host, serviceId), List.of());
    }

    /** Whether a host is a member of the fleet that answers. */
    public boolean isAlive(String host) {
        return of(host, "").stream()
                .noneMatch(check -> check.id().equals(HealthCheck.MEMBERSHIP) && check.isCritical());
    }

    private static String key(String node, String serviceId) {
        return node + "\n" + serviceId;
    }
}
