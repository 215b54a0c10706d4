package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.Versioned;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * While an application is brought from one revision to another, Puppet is let run on no host but those that have their turn, and those that had it. Afterwards
 * the keys that did so are removed. What somebody else wrote is left alone.
 */
final class GatePlanner {
    private static final String GLOBAL = Keys.GATES + "global";
    private static final String HOST = Keys.GATES + "host/";
    /** The second word of what the controller writes. */
    private static final String OURS = " upgrade";

    private final World world;
    private final Agenda agenda;

    GatePlanner(World world, Agenda agenda) {
        this.world = world;
        this.agenda = agenda;
    }

    void plan(FleetProfile profile, Collection<AppWork> apps) {
        List<AppWork> rolling = apps.stream().filter(GatePlanner::isRolling).toList();
        SortedMap<String, String> wanted = new TreeMap<>();
        if (profile.polling().isPresent() && !rolling.isEmpty()) {
            wanted.put(GLOBAL, "false" + OURS);
            apps.forEach(app -> hosts(app).forEach(host -> wanted.put(HOST + host, "true" + OURS)));
            // What waits for hosts to undo something must not wait for an upgrade that has no end.
            boolean deleting = apps.stream().anyMatch(AppWork::isDeleting);
            world.hosts().keySet().stream()
                    .filter(host -> deleting || world.isEmptying(host))
                    .forEach(host -> wanted.put(HOST + host, "true" + OURS));
        }
        List<KvOperation> operations = new ArrayList<>();
        wanted.forEach((key, value) -> {
            Versioned<String> present = world.gates().get(key);
            if (present == null) {
                operations.add(new KvOperation.Put(key, value, 0));
            }
        });
        world.gates().forEach((key, present) -> {
            if (present.value().endsWith(OURS) && !wanted.containsKey(key)) {
                operations.add(new KvOperation.Remove(key, present.index()));
            }
        });
        if (!operations.isEmpty()) {
            agenda.commit(operations);
        }
    }

    /** Of an application that was wholly ready before at another revision. What is deployed first is no upgrade: its hosts run as they come up. */
    private static boolean isRolling(AppWork app) {
        Optional<Long> good = app.record().status().value().flatMap(ControllerStatus::goodRevision);
        return !app.isDeleting() && good.isPresent() && good.get() != app.revision();
    }

    private static List<String> hosts(AppWork app) {
        List<String> hosts = new ArrayList<>();
        app.replicas().stream()
                .filter(replica -> isMoving(replica) || (isRolling(app) && replica.revision() == app.revision()))
                .map(PlacedReplica::host)
                .forEach(hosts::add);
        app.steps().values().stream()
                .filter(step -> step.state() == StepRecord.State.RUNNING)
                .map(StepRecord::host)
                .forEach(hosts::add);
        return hosts;
    }

    private static boolean isMoving(PlacedReplica replica) {
        return replica.phase() == Phase.STARTING || replica.isLeaving();
    }
}
