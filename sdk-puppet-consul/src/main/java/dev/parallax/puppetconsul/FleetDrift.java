package dev.parallax.puppetconsul;

import dev.parallax.backend.Drift;
import dev.parallax.backend.Drift.Difference;
import dev.parallax.puppetconsul.state.HostReport.DriftReport;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What hosts said after their last runs of what was changed by hand, of one application and of roles that are still theirs. */
final class FleetDrift {
    private FleetDrift() {}

    static Drift of(World world, String application) {
        AppRecord app = world.app(application);
        List<Difference> differences = new ArrayList<>();
        world.hostRecords().forEach((host, record) -> record.report().ifPresent(report -> report.drift().stream()
                .filter(found -> found.application().equals(application) && isOn(app, host, found.role()))
                .forEach(found -> differences.add(difference(host, found)))));
        return new Drift(application, app.desired().value().revision(), differences);
    }

    private static boolean isOn(AppRecord app, String host, String role) {
        return app.placement().value().stream()
                .anyMatch(
                        replica -> replica.host().equals(host) && replica.role().equals(role));
    }

    private static Difference difference(String host, DriftReport found) {
        return new Difference(
                found.kind(),
                found.name(),
                Optional.of(found.role()),
                Optional.of(host),
                found.fields(),
                found.repaired() ? Drift.State.REPAIRED : Drift.State.STANDS);
    }
}
