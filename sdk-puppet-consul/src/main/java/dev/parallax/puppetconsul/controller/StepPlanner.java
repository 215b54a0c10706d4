package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.plan.Part;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.placement.UsedSecrets;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.StepRecord.State;
import dev.parallax.puppetconsul.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs each step once per version: on one host at a time, again after a failure as long as there are retries. */
final class StepPlanner {
    private final World world;
    private final LostHosts lost;
    private final Holdings holdings;
    private final Agenda agenda;

    StepPlanner(World world, LostHosts lost, Holdings holdings, Agenda agenda) {
        this.world = world;
        this.lost = lost;
        this.holdings = holdings;
        this.agenda = agenda;
    }

    void plan(AppWork app) {
        app.wanted().steps().forEach((name, step) -> {
            StepRecord record = app.steps().get(name);
            if (record == null) {
                if (!app.isPaused() && app.meets(Part.step(name), step.requires(), agenda)) {
                    assign(app, name, step, 1, "");
                }
            } else if (record.state() == State.RUNNING) {
                follow(app, name, step, record);
            }
            StepRecord after = app.steps().get(name);
            if (after != null && after.state() == State.FAILED) {
                app.fail(
                        Part.step(name),
                        "step " + name + " failed " + after.attempt() + " times: " + lastLine(after.output()));
            }
        });
    }

    private void follow(AppWork app, String name, Step step, StepRecord record) {
        String key = StepRecord.attemptKey(app.name(), name, app.wanted().version(), record.attempt());
        Optional<HostReport.StepResult> result = world.hostRecord(record.host()).hasStep(key)
                ? world.hostRecord(record.host()).report().map(report -> report.steps()
                        .get(key))
                : Optional.empty();
        Role role = app.wanted().roles().get(step.use().role());
        Duration lostAfter = role == null
                ? Duration.ofMinutes(5)
                : role.replicas().recovery().hostLostAfter();
        if (result.isPresent() && result.get().exit() == 0) {
            app.steps().put(name, done(record, State.SUCCEEDED, result.get().output()));
        } else if (result.isPresent()) {
            again(
                    app,
                    name,
                    step,
                    record,
                    "exit status " + result.get().exit() + ": " + result.get().output());
        } else if (lost.isGivenUp(record.host(), lostAfter, agenda)) {
            again(app, name, step, record, "host " + record.host() + " was lost");
        } else {
            // Its host is told of the revision that is wanted now, if that is another one of this version.
            app.steps().put(name, record.installing(installed(app, step)));
        }
    }

    private void again(AppWork app, String name, Step step, StepRecord record, String output) {
        if (record.attempt() <= step.retries()) {
            assign(app, name, step, record.attempt() + 1, output);
        } else {
            app.steps().put(name, done(record, State.FAILED, output));
        }
    }

    private StepRecord done(StepRecord record, State state, String output) {
        return new StepRecord(state, record.host(), record.attempt(), output, agenda.now(), record.installed());
    }

    private void assign(AppWork app, String name, Step step, int attempt, String output) {
        Optional<Role> role =
                Optional.ofNullable(app.wanted().roles().get(step.use().role()));
        Optional<Component> component = component(app, step);
        boolean secret = component.map(UsedSecrets::any).orElse(false);
        Set<Demand.Pin> pins = component.map(Demand::pins).orElse(Set.of());
        StepHosts hosts = new StepHosts(holdings, app, pins);
        hosts.choose(candidates(
                        app, step, role.map(found -> found.replicas().pin()).orElse(Map.of()), secret))
                .ifPresentOrElse(
                        host -> app.steps()
                                .put(
                                        name,
                                        new StepRecord(State.RUNNING, host, attempt, output, agenda.now())
                                                .installing(installed(app, step))),
                        () -> app.waiting()
                                .add("step " + name + " waits for a host"
                                        + (secret
                                                ? ", one that has published a key for which its secrets are sealed"
                                                : "")
                                        + hosts.refusal().map(why -> ": " + why).orElse("")));
    }

    private static Optional<Component> component(AppWork app, Step step) {
        return Optional.ofNullable(app.wanted().roles().get(step.use().role()))
                .map(role -> role.components().get(step.use().component()))
                .map(used -> Step.component(step, used));
    }

    private static StepRecord.Installed installed(AppWork app, Step step) {
        Map<String, String> packages = new TreeMap<>();
        component(app, step).ifPresent(component -> packages.putAll(Artifact.pins(component.artifact())));
        return new StepRecord.Installed(app.revision(), packages);
    }

    /**
     * A host that has a replica of the role whose component the step uses comes first: it will need the same packages. A cordoned one comes
     * only where it carries such a replica.
     */
    private List<String> candidates(AppWork app, Step step, Map<String, String> pin, boolean secret) {
        Stream<String> near = app.replicasOf(step.use().role()).stream()
                .map(PlacedReplica::host)
                .filter(world::isAlive)
                .filter(host -> !secret
                        || Optional.ofNullable(world.hosts().get(host))
                                .flatMap(Host::unsealable)
                                .isEmpty());
        Stream<String> others = world.hosts().values().stream()
                .filter(host -> host.alive()
                        && !host.cordoned()
                        && (!secret || host.unsealable().isEmpty())
                        && host.labels().entrySet().containsAll(pin.entrySet()))
                .map(Host::name);
        return Stream.concat(near, others).distinct().toList();
    }

    private static String lastLine(String output) {
        String[] lines = output.strip().split("\n", -1);
        return lines[lines.length - 1];
    }
}
