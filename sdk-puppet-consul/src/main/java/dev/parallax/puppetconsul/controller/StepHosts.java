package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.placement.Demand;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a step may run whose component is pinned to versions of packages: not where another application has other ones, nor another role of the same
 * revision; and beside older replicas of its own application, which would meet the newer packages, only where there is no other host.
 */
final class StepHosts {
    private final Holdings holdings;
    private final AppWork app;
    private final Set<Demand.Pin> pins;
    private Optional<String> refusal = Optional.empty();

    StepHosts(Holdings holdings, AppWork app, Set<Demand.Pin> pins) {
        this.holdings = holdings;
        this.app = app;
        this.pins = pins;
    }

    /** The first of these hosts where nothing contradicts the step's packages; otherwise the first where it may run. */
    Optional<String> choose(List<String> hosts) {
        List<String> allowed = hosts.stream().filter(this::isAllowed).toList();
        return allowed.stream().filter(this::isUndivided).findFirst().or(() -> allowed.stream()
                .findFirst());
    }

    /** Why a host was not taken where none was; empty when there was none to choose from. */
    Optional<String> refusal() {
        return refusal;
    }

    private boolean isAllowed(String host) {
        Optional<String> why = pins.isEmpty()
                ? Optional.empty()
                : holdings.pinned(host, app).stream()
                        .flatMap(held -> held.demand().packages().stream()
                                .filter(this::contradicts)
                                .map(pin -> host + " has package " + pin.name() + " at " + pin.version() + " for "
                                        + held.owner()))
                        .sorted()
                        .findFirst();
        refusal = refusal.or(() -> why);
        return why.isEmpty();
    }

    private boolean isUndivided(String host) {
        return pins.isEmpty()
                || app.replicasOn(host).stream()
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
