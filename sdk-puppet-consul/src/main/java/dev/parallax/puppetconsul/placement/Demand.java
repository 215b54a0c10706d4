package dev.parallax.puppetconsul.placement;

import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import dev.parallax.model.Storage;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The replicas that one role is to have, by name, and what each needs of a host. A port belongs to one replica on a host; cpu and memory are
 * what is {@linkplain Requests#of set aside}. {@code secret}: hosts are told secrets with them. {@code packages}: of what applications share a
 * host each package has one version.
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
        boolean secret,
        Set<Pin> packages) {

    /** A package of a certain version, of which a host has one. */
    public record Pin(String name, String version) implements Comparable<Pin> {
        @Override
        public int compareTo(Pin other) {
            int byName = name.compareTo(other.name);
            return byName == 0 ? version.compareTo(other.version) : byName;
        }
    }

    public Demand {
        replicas = List.copyOf(replicas);
        apart = List.copyOf(apart);
        packages = Collections.unmodifiableSortedSet(new TreeSet<>(packages));
    }

    /** One of a role whose packages may be of any version. */
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
            boolean keepsStorage,
            boolean secret) {
        this(
                app,
                role,
                replicas,
                alone,
                pin,
                spreadOver,
                apart,
                cpuMillis,
                memoryBytes,
                ports,
                keepsStorage,
                secret,
                Set.of());
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

    /** Whether it wants a version of a package that the other does not. */
    public boolean pinsOtherwiseThan(Demand held) {
        return !held.packages.containsAll(packages);
    }

    /**
     * The same role by its rules, of whose replicas one holds what another demand says: cpu, memory, ports and versions of packages. Where either is told a
     * secret, its host has to be one that can be.
     */
    public Demand holding(Demand held) {
        return of(held.cpuMillis, held.memoryBytes, held.ports, held.packages, secret || held.secret);
    }

    /** The same with as much of everything as the other has, where that is more. */
    public Demand atLeast(Demand other) {
        Set<Integer> both = new TreeSet<>(ports);
        both.addAll(other.ports);
        Set<Pin> pins = new HashSet<>(packages);
        pins.addAll(other.packages);
        return of(Math.max(cpuMillis, other.cpuMillis), Math.max(memoryBytes, other.memoryBytes), both, pins, secret);
    }

    private Demand of(long cpu, long memory, Set<Integer> taken, Set<Pin> pins, boolean told) {
        return new Demand(
                app, role, replicas, alone, pin, spreadOver, apart, cpu, memory, taken, keepsStorage, told, pins);
    }

    public static Demand of(String app, String name, Role role, List<String> replicas) {
        boolean keeps = role.storage().values().stream().anyMatch(Storage::keep);
        long cpu = 0;
        long memory = 0;
        Set<Integer> ports = new TreeSet<>();
        Set<Pin> packages = new HashSet<>();
        for (Component component : role.components().values()) {
            Requests aside = Requests.of(component);
            cpu += aside.cpu().map(Cpu::millis).orElse(0);
            memory += aside.memory().map(ByteSize::bytes).orElse(0L);
            ports.addAll(component.ports().values());
            packages.addAll(pins(component));
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
                role.components().values().stream().anyMatch(UsedSecrets::any),
                packages);
    }

    /** What a component wants of certain versions. */
    public static Set<Pin> pins(Component component) {
        Set<Pin> pins = new HashSet<>();
        Artifact.pins(component.artifact()).forEach((name, version) -> pins.add(new Pin(name, version)));
        return pins;
    }
}
