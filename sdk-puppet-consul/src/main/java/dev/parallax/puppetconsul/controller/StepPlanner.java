package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Artifact;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.plan.Part;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.StepRecord.State;
import dev.parallax.puppetconsul.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        StepHosts hosts = new StepHosts(world, holdings, app, step);
        hosts.choose()
                .ifPresentOrElse(
                        host -> app.steps()
                                .put(
                                        name,
                                        new StepRecord(State.RUNNING, host, attempt, output, agenda.now())
                                                .installing(installed(app, step))),
                        () -> await(app, name, step, hosts.refusals()));
    }

    /** What no host takes is said at once; it is a failure when that lasts for as long as the rollout may go without progress. */
    private void await(AppWork app, String name, Step step, String refusals) {
        app.waiting().add("step " + name + " waits for a host: " + refusals);
        Instant since = app.hostless(Part.step(name), agenda.now());
        Role role = app.wanted().roles().get(step.use().role());
        if (role == null || !app.profile().isImpatient() || app.isPaused() || app.wasReady()) {
            return;
        }
        Duration limit = role.replicas().update().deadline();
        if (agenda.hasPassed(since, limit)) {
            app.fail(
                    Part.step(name),
                    "step " + name + " has waited for a host for longer than " + limit.toSeconds() + " s: " + refusals);
        }
    }

    private static StepRecord.Installed installed(AppWork app, Step step) {
        Map<String, String> packages = new TreeMap<>();
        StepHosts.component(app, step).ifPresent(component -> packages.putAll(Artifact.pins(component.artifact())));
        return new StepRecord.Installed(app.revision(), packages);
    }

    private static String lastLine(String output) {
        String[] lines = output.strip().split("\n", -1);
        return lines[lines.length - 1];
    }
}
