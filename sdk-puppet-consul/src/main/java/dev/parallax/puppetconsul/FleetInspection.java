package dev.parallax.puppetconsul;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.backend.Inspection.LiveComponent;
import dev.parallax.backend.Inspection.LiveReplica;
import dev.parallax.model.Application;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.model.Requests;
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
 * What hosts and their agents say that they run. Hosts report packages, limits, users and the ports that processes listen on. Of a ready
 * check, Consul's agent says whom it asks and how often; its timeout and thresholds, which no agent tells, and the checks of the host's
 * own liveness service are as in the data that the host has applied. What is set aside is what the revision says that the replica is of: no host holds it.
 */
final class FleetInspection {
    private final World world;
    private final AppRecord app;

    private FleetInspection(World world, AppRecord app) {
        this.world = world;
        this.app = app;
    }

    static Inspection of(World world, String application) {
        return new FleetInspection(world, world.app(application)).inspect();
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
            Requests aside = Requests.of(component);
            components.put(
                    name,
                    new LiveComponent(
                            said == null ? Map.of() : said.packages(),
                            said == null ? Optional.empty() : said.cpuMillis(),
                            said == null ? Optional.empty() : said.memoryBytes(),
                            aside.cpu().map(Cpu::millis),
                            aside.memory().map(ByteSize::bytes),
                            said == null ? Optional.empty() : user(said),
                            said == null ? Map.of() : listening(component.ports(), said.listens()),
                            data.map(found -> checks(found, name, replica)).orElse(Map.of())));
        });
        return new LiveReplica(replica.replica(), replica.host(), components);
    }

    private static Optional<String> user(HostReport.ComponentReport said) {
        return said.uid().flatMap(uid -> said.gid().map(gid -> Inspection.user(uid, gid)));
    }

    private static Map<String, Integer> listening(Map<String, Integer> wanted, List<Integer> found) {
        Map<String, Integer> ports = new LinkedHashMap<>(wanted);
        ports.values().retainAll(found);
        return ports;
    }

    private Map<String, LiveCheck> checks(JsonNode data, String component, PlacedReplica replica) {
        Map<String, LiveCheck> checks = new LinkedHashMap<>();
        String ready = component + " ready";
        String service = ConsulNames.role(app.name(), replica.role());
        for (JsonNode told : data.path("registrations").path(service).path("checks")) {
            if (told.path("name").asText().equals(ready)) {
                world.health().of(replica.host(), ConsulNames.id(service, replica.replica())).stream()
                        .filter(check -> check.name().equals(ready))
                        .findFirst()
                        .ifPresent(check -> checks.put("ready", LiveChecks.asked(check, told)));
            }
        }
        for (String kind : List.of("alive", "started")) {
            JsonNode check = data.path("components").path(component).path(kind);
            if (check.isObject()) {
                checks.put(kind, LiveChecks.told(check));
            }
        }
        return checks;
    }
}
