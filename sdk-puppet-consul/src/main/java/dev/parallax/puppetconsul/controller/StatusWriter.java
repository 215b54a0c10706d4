package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.ControllerStatus.RoleCount;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.StepRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says how far an application is. */
final class StatusWriter {
    /** So long the lists of lines are at most: Consul takes no value of more than 512 KiB. */
    private static final int MOST_CHARACTERS = 100_000;

    /** And so long one line is, which may name every host. */
    private static final int MOST_OF_A_LINE = 50_000;

    private StatusWriter() {}

    static ControllerStatus of(AppWork app) {
        Map<String, RoleCount> roles = new LinkedHashMap<>();
        boolean ready = !app.isDeleting();
        for (var role : app.wanted().roles().entrySet()) {
            List<PlacedReplica> replicas = app.replicasOf(role.getKey());
            int wanted = role.getValue().replicas().count();
            int started = (int) replicas.stream()
                    .filter(replica -> replica.phase() == Phase.RUNNING)
                    .count();
            int atWanted = (int) replicas.stream()
                    .filter(replica -> replica.revision() == app.revision() && app.isReady(replica))
                    .count();
            roles.put(role.getKey(), new RoleCount(wanted, replicas.size(), started, atWanted));
            // As whoever awaits the revision sees it: one that is on its way out serves no more, and is not waited for.
            ready &= atWanted == wanted && app.readyOf(role.getKey()) == wanted;
        }
        Map<String, String> steps = new LinkedHashMap<>();
        for (String step : app.wanted().steps().keySet()) {
            StepRecord record = app.steps().get(step);
            steps.put(step, record == null ? "waiting" : record.state().name().toLowerCase(Locale.ROOT));
            ready &= record != null && record.state() == StepRecord.State.SUCCEEDED;
        }
        Optional<Long> goodBefore = app.record().status().value().flatMap(ControllerStatus::goodRevision);
        return new ControllerStatus(
                app.revision(),
                app.wanted().version(),
                phase(app, ready),
                app.failure().map(StatusWriter::cut),
                some(app.refusals()),
                some(app.waiting()),
                roles,
                steps,
                ready ? Optional.of(app.revision()) : goodBefore,
                app.hostless());
    }

    /** Each line once, as many as there is space for, and how many more there are. */
    private static List<String> some(List<String> lines) {
        List<String> once = lines.stream().map(StatusWriter::cut).distinct().toList();
        List<String> some = new ArrayList<>();
        int left = MOST_CHARACTERS;
        for (String line : once) {
            if (line.length() > left) {
                some.add("and " + (once.size() - some.size()) + " more");
                break;
            }
            some.add(line);
            left -= line.length();
        }
        return some;
    }

    private static String cut(String line) {
        return line.length() <= MOST_OF_A_LINE ? line : line.substring(0, MOST_OF_A_LINE - 1) + "…";
    }

    private static String phase(AppWork app, boolean ready) {
        if (app.isDeleting()) {
            return "deleting";
        }
        if (app.failure().isPresent()) {
            return "failed";
        }
        return ready ? "ready" : app.isPaused() ? "paused" : "progressing";
    }
}
