package dev.parallax.puppetconsul.controller;

import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.StateJson;
import java.util.Optional;

/** Puts the last revision that was wholly ready in the place of one that failed, as a new revision. */
final class RollbackPlanner {
    private RollbackPlanner() {}

    static void plan(AppWork app, Agenda agenda) {
        Optional<Long> good = app.record().status().value().flatMap(ControllerStatus::goodRevision);
        Desired desired = app.record().desired().value();
        if (app.isDeleting()
                || app.failure().isEmpty()
                || !app.isToGoBack()
                || good.isEmpty()
                || good.get() == desired.revision()
                || desired.rolledBackFrom().isPresent()
                || desired.paused()) {
            return;
        }
        Application last = app.record().revisions().get(good.get());
        if (last == null) {
            return;
        }
        long next = app.record().revisions().lastKey() + 1;
        Desired back = new Desired(
                next,
                last.version(),
                Desired.Intent.PRESENT,
                desired.keepStorage(),
                agenda.now(),
                Optional.of(desired.revision()),
                app.failure(),
                desired.repairs(),
                false);
        agenda.commit(
                new KvOperation.Put(Keys.revision(app.name(), next), ModelJson.write(last), 0),
                new KvOperation.Put(
                        Keys.revisionRecord(app.name(), next),
                        StateJson.write(new RevisionRecord(
                                agenda.now(),
                                Optional.of("back to revision " + good.get() + ": "
                                        + app.failure().orElseThrow()),
                                Optional.empty(),
                                app.record().sealedOf(good.get()))),
                        0),
                new KvOperation.Put(
                        Keys.desired(app.name()),
                        StateJson.write(back),
                        app.record().desired().index()));
    }
}
