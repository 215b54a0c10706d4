package dev.parallax.puppetconsul.controller;

import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes an application away in the reverse order of its waves: a wave goes when the later ones are gone. */
final class DeletionPlanner {
    private final Map<String, KeptStorage> storage;
    private final Agenda agenda;

    DeletionPlanner(Map<String, KeptStorage> storage, Agenda agenda) {
        this.storage = storage;
        this.agenda = agenda;
    }

    void plan(AppWork app, RolloutPlanner rollout) {
        for (PlacedReplica replica : List.copyOf(app.replicas())) {
            rollout.advance(replica);
        }
        Set<String> leaving = lastRoles(app);
        for (PlacedReplica replica : List.copyOf(app.replicas())) {
            // Nobody is to be led elsewhere: what goes need not be drained first.
            if (replica.phase() != Phase.STOPPING && leaving.contains(replica.role())) {
                PlacedReplica next = replica.at(Phase.STOPPING, agenda.now());
                app.replace(replica, next);
                rollout.advance(next);
            }
        }
        if (app.replicas().isEmpty()) {
            if (!app.record().desired().value().keepStorage()) {
                storage.replaceAll((key, kept) -> kept.app().equals(app.name()) ? kept.toBeRemoved() : kept);
            }
            app.finish();
        }
    }

    /** The roles of the last wave that still has replicas; those that the definition no longer has go first of all. */
    private static Set<String> lastRoles(AppWork app) {
        Set<String> present = new TreeSet<>();
        app.replicas().forEach(replica -> present.add(replica.role()));
        Set<String> unknown = new TreeSet<>(present);
        unknown.removeAll(app.wanted().roles().keySet());
        if (!unknown.isEmpty()) {
            return unknown;
        }
        List<List<Part>> waves = new ArrayList<>(Waves.of(app.wanted()));
        Collections.reverse(waves);
        for (List<Part> wave : waves) {
            Set<String> roles = new TreeSet<>();
            wave.stream()
                    .filter(part -> part.kind() == Part.Kind.ROLE && present.contains(part.name()))
                    .forEach(part -> roles.add(part.name()));
            if (!roles.isEmpty()) {
                return roles;
            }
        }
        return Set.of();
    }
}
