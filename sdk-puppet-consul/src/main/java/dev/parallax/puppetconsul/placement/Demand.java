package dev.parallax.puppetconsul.placement;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import dev.parallax.model.Storage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the replicas of one role need of a host. A port belongs to one replica on a host; limits are what is set aside. */
public record Demand(
        String app,
        String role,
        int count,
        boolean alone,
        Map<String, String> pin,
        long cpuMillis,
        long memoryBytes,
        Set<Integer> ports,
        boolean keepsStorage) {

    public static Demand of(String app, String name, Role role) {
        boolean keeps = role.storage().values().stream().anyMatch(Storage::keep);
        long cpu = 0;
        long memory = 0;
        Set<Integer> ports = new TreeSet<>();
        for (Component component : role.components().values()) {
            cpu += component.limits().cpu().map(Cpu::millis).orElse(0);
            memory += component.limits().memory().map(ByteSize::bytes).orElse(0L);
            ports.addAll(component.ports().values());
        }
        boolean alone =
                role.replicas().spread() == Spread.HOST || !role.storage().isEmpty();
        return new Demand(
                app, name, role.replicas().count(), alone, role.replicas().pin(), cpu, memory, ports, keeps);
    }

    /** The same for another number of replicas. */
    public Demand withCount(int other) {
        return new Demand(app, role, other, alone, pin, cpuMillis, memoryBytes, ports, keepsStorage);
    }
}
