package dev.parallax.puppetconsul;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.backend.Inspection.LiveComponent;
import dev.parallax.backend.Inspection.LiveReplica;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.catalog.ConsulNames;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.HostRecord;
import dev.parallax.puppetconsul.world.ReplicaHealth;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What hosts say that they run: packages, limits and users as they report them, checks as in the data they have applied.
 */
final class FleetInspection {
    private final World world;
    private final AppRecord app;

    private FleetInspection(World world, AppRecord app) {
        this.world = world;
        this.app = app;
    }

    static Inspection of(World world, String application) {
        AppRecord app = world.apps().get(application);
        if (app == null) {
            throw new BackendException("no application " + application + " is deployed");
        }
        return new FleetInspection(world, app).inspect();
    }

    private Inspection inspect() {
        Application wanted = app.wanted();
        Map<String, List<LiveReplica>> roles = new LinkedHashMap<>();
        wanted.roles().forEach((name, role) -> {
            List<LiveReplica> replicas = new ArrayList<>();
            app.placement().value().stream()
                    .filter(replica -> replica.role().equals(name) && replica.phase() == PlacedReplica.Phase.RUNNING)
                    .forEach(replica -> replicas.add(replica(replica, role)));
            roles.put(name, replicas);
        });
        return new Inspection(app.name(), wanted.version(), roles);
    }

    private LiveReplica replica(PlacedReplica replica, Role role) {
        Map<String, LiveComponent> components = new LinkedHashMap<>();
        HostRecord host = world.hostRecord(replica.host());
        Optional<JsonNode> data = host.replica(ConsulNames.replica(app.name(), replica.replica()));
        Optional<HostReport.ReplicaReport> report = new ReplicaHealth(world).report(app, replica);
        Application own = app.revisions().get(replica.revision());
        Role ownRole = own == null ? null : own.roles().get(replica.role());
        (ownRole == null ? role : ownRole).components().forEach((name, component) -> {
            HostReport.ComponentReport said =
                    report.map(found -> found.components().get(name)).orElse(null);
            components.put(
                    name,
                    new LiveComponent(
                            said == null ? Map.of() : said.packages(),
                            said == null ? Optional.empty() : said.cpuMillis(),
                            said == null ? Optional.empty() : said.memoryBytes(),
                            said == null ? Optional.empty() : user(said),
                            component.ports(),
                            data.map(found -> checks(found, name)).orElse(Map.of())));
        });
        return new LiveReplica(replica.replica(), replica.host(), components);
    }

    private static Optional<String> user(HostReport.ComponentReport said) {
        return said.uid().flatMap(uid -> said.gid().map(gid -> Inspection.user(uid, gid)));
    }

    private Map<String, LiveCheck> checks(JsonNode data, String name) {
        Map<String, LiveCheck> checks = new LinkedHashMap<>();
        JsonNode registrations = data.path("registrations");
        registrations.forEach(registration -> registration.path("checks").forEach(check -> {
            if (check.path("name").asText().equals(name + " ready")) {
                checks.put("ready", check(check));
            }
        }));
        for (String kind : List.of("alive", "started")) {
            JsonNode check = data.path("components").path(name).path(kind);
            if (check.isObject()) {
                checks.put(kind, check(check));
            }
        }
        return checks;
    }

    private static LiveCheck check(JsonNode check) {
        String target =
                switch (check.path("type").asText()) {
                    case "http" ->
                        "http :" + check.path("port").asInt()
                                + check.path("path").asText();
                    case "tcp" -> "tcp :" + check.path("port").asInt();
                    default -> {
                        List<String> command = new ArrayList<>();
                        check.path("command").forEach(part -> command.add(part.asText()));
                        yield "exec " + String.join(" ", command);
                    }
                };
        return new LiveCheck(
                target,
                check.path("interval_ms").asLong(),
                check.path("timeout_ms").asLong(),
                check.path("failures").asInt(),
                check.path("successes").asInt());
    }
}
