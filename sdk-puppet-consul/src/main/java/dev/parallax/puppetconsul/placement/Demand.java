package dev.parallax.puppetconsul.placement;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import dev.parallax.model.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The replicas that one role is to have, by name, and what each needs of a host. A port belongs to one replica on a host; cpu and memory are
 * what is {@linkplain Requests#of set aside}. {@code secret}: hosts are told secrets with them.
 */
public record Demand(
        String app,
        String role,
        List<String> replicas,
        boolean alone,
        Map<String, String> pin,
        Optional<String> spreadOver,
        List<String> apart,
        long cpuMillis,
        long memoryBytes,
        Set<Integer> ports,
        boolean keepsStorage,
        boolean secret) {

    public Demand {
        replicas = List.copyOf(replicas);
        apart = List.copyOf(apart);
    }

    /** One of a role without secrets. */
    public Demand(
            String app,
            String role,
            List<String> replicas,
            boolean alone,
            Map<String, String> pin,
            Optional<String> spreadOver,
            List<String> apart,
            long cpuMillis,
            long memoryBytes,
            Set<Integer> ports,
            boolean keepsStorage) {
        this(app, role, replicas, alone, pin, spreadOver, apart, cpuMillis, memoryBytes, ports, keepsStorage, false);
    }

    /** Whether a replica needs more of its host by this than by the other. */
    public boolean asksMoreThan(Demand held) {
        return cpuMillis > held.cpuMillis || memoryBytes > held.memoryBytes || !held.ports.containsAll(ports);
    }

    /** The same role by its rules, of whose replicas one holds what another demand says: cpu, memory and ports. */
    public Demand holding(Demand held) {
        return new Demand(
                app,
                role,
                replicas,
                alone,
                pin,
                spreadOver,
                apart,
                held.cpuMillis,
                held.memoryBytes,
                held.ports,
                keepsStorage,
                secret);
    }

    /** The same with as much of everything as the other has, where that is more. */
    public Demand atLeast(Demand other) {
        Set<Integer> both = new TreeSet<>(ports);
        both.addAll(other.ports);
        return new Demand(
                app,
                role,
                replicas,
                alone,
                pin,
                spreadOver,
                apart,
                Math.max(cpuMillis, other.cpuMillis),
                Math.max(memoryBytes, other.memoryBytes),
                both,
                keepsStorage,
                secret);
    }

    public static Demand of(String app, String name, Role role, List<String> replicas) {
        boolean keeps = role.storage().values().stream().anyMatch(Storage::keep);
        long cpu = 0;
        long memory = 0;
        Set<Integer> ports = new TreeSet<>();
        for (Component component : role.components().values()) {
            Requests aside = Requests.of(component);
            cpu += aside.cpu().map(Cpu::millis).orElse(0);
            memory += aside.memory().map(ByteSize::bytes).orElse(0L);
            ports.addAll(component.ports().values());
        }
        boolean alone =
                role.replicas().spread() == Spread.HOST || !role.storage().isEmpty();
        return new Demand(
                app,
                name,
                replicas,
                alone,
                role.replicas().pin(),
                role.replicas().spreadOver(),
                role.replicas().apart(),
                cpu,
                memory,
                ports,
                keeps,
                role.components().values().stream().anyMatch(UsedSecrets::any));
    }
}
