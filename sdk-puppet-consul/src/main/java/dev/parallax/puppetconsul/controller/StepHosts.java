package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.placement.UsedSecrets;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a step may run. One whose component is pinned to versions of packages not where another application has other ones, nor another role of the same
 * revision; beside older replicas, which would meet the newer packages, only where there is no other host: first of its own application, then of others
 * that are to have the same versions themselves.
 */
final class StepHosts {
    private static final int TOLD = 5;

    private final World world;
    private final Holdings holdings;
    private final AppWork app;
    private final Set<String> near = new TreeSet<>();
    private final List<Host> hosts = new ArrayList<>();
    private final Map<String, String> labels;
    private final boolean secret;
    private final Set<Demand.Pin> pins;

    StepHosts(World world, Holdings holdings, AppWork app, Step step) {
        this.world = world;
        this.holdings = holdings;
        this.app = app;
        Optional<Role> role =
                Optional.ofNullable(app.wanted().roles().get(step.use().role()));
        Optional<Component> component = component(app, step);
        this.labels = role.map(found -> found.replicas().pin()).orElse(Map.of());
        this.secret = component.map(UsedSecrets::any).orElse(false);
        this.pins = component.map(Demand::pins).orElse(Set.of());
        List<String> carrying = app.replicasOf(step.use().role()).stream()
                .map(PlacedReplica::host)
                .toList();
        near.addAll(carrying);
        Stream.concat(
                        carrying.stream().map(host -> world.hosts().get(host)).filter(Objects::nonNull),
                        world.hosts().values().stream())
                .distinct()
                .forEach(hosts::add);
    }

    /** What a step runs, as its application wants it. */
    static Optional<Component> component(AppWork app, Step step) {
        return Optional.ofNullable(app.wanted().roles().get(step.use().role()))
                .map(role -> role.components().get(step.use().component()))
                .map(used -> Step.component(step, used));
    }

    /**
     * A host that has a replica of the role whose component the step uses comes first: it will need the same packages. A cordoned one comes
     * only where it carries such a replica.
     */
    Optional<String> choose() {
        List<String> able = hosts.stream()
                .filter(host -> unfit(host).isEmpty())
                .map(Host::name)
                .toList();
        List<String> allowed = able.stream()
                .filter(host -> contradiction(host, holdings.pinned(host, app)).isEmpty())
                .toList();
        return allowed.stream()
                .filter(this::isUndivided)
                .findFirst()
                .or(() -> allowed.stream().findFirst())
                .or(() -> able.stream()
                        .filter(host -> contradiction(host, holdings.pinnedSoon(host, app))
                                .isEmpty())
                        .findFirst());
    }

    /** Why none was taken, of each host. */
    String refusals() {
        List<String> refusals = world.hosts().values().stream()
                .flatMap(host -> unfit(host)
                        .map(why -> host.name() + " " + why)
                        .or(() -> contradiction(host.name(), holdings.pinned(host.name(), app)))
                        .stream())
                .toList();
        int more = refusals.size() - TOLD;
        return refusals.isEmpty()
                ? "there is none"
                : String.join("; ", refusals.subList(0, Math.min(TOLD, refusals.size())))
                        + (more > 0 ? "; and " + more + " more" : "");
    }

    private Optional<String> unfit(Host host) {
        if (!world.isAlive(host.name())) {
            return Optional.of("does not answer");
        }
        if (secret && host.unsealable().isPresent()) {
            return host.unsealable();
        }
        if (near.contains(host.name())) {
            return Optional.empty();
        }
        if (host.cordoned()) {
            return Optional.of("is cordoned");
        }
        return labels.entrySet().stream()
                .filter(label -> !label.getValue().equals(host.labels().get(label.getKey())))
                .map(label -> "lacks the label " + label.getKey() + "=" + label.getValue())
                .sorted()
                .findFirst();
    }

    private Optional<String> contradiction(String host, List<Holdings.Held> present) {
        return present.stream()
                .flatMap(held -> held.demand().packages().stream()
                        .filter(this::contradicts)
                        .map(pin ->
                                host + " has package " + pin.name() + " at " + pin.version() + " for " + held.owner()))
                .sorted()
                .findFirst();
    }

    private boolean isUndivided(String host) {
        return app.replicasOn(host).stream()
                .flatMap(replica -> holdings.own(app, replica).stream())
                .flatMap(held -> held.packages().stream())
                .noneMatch(this::contradicts);
    }

    private boolean contradicts(Demand.Pin held) {
        return pins.stream()
                .anyMatch(
                        pin -> pin.name().equals(held.name()) && !pin.version().equals(held.version()));
    }
}
