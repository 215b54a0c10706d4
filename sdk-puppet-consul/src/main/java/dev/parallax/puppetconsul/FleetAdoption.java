package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.SurveyChunk;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.secret.SecretResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What somebody runs by hand on the hosts of a fleet at the ports of an application's replicas, and which replica takes the place of each. Hosts
 * are asked once; what is decided follows from their answers.
 */
final class FleetAdoption {
    private static final String UNIT = "unit";
    private static final String SERVICE = "consul service";

    private final World world;
    private final Application application;
    private final FleetOptions options;
    private final SecretResolver resolver;
    private final Map<Adopted, List<SurveyChunk>> taken = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private FleetAdoption(World world, Application application, FleetOptions options, SecretResolver resolver) {
        this.world = world;
        this.application = application;
        this.options = options;
        this.resolver = resolver;
    }

    /** A host that does not answer is a {@link BackendException}; so is what cannot be adopted, with a line for each. */
    static FleetAdoption survey(
            World world, Application application, FleetOptions options, SecretResolver resolver, HostSurvey hosts)
            throws InterruptedException {
        FleetAdoption adoption = new FleetAdoption(world, application, options, resolver);
        for (Map.Entry<String, Role> role : application.roles().entrySet()) {
            adoption.survey(role.getKey(), role.getValue(), hosts);
        }
        if (!adoption.refused.isEmpty()) {
            throw new BackendException(application.name() + " cannot adopt what is there; nothing was touched:\n  "
                    + String.join("\n  ", adoption.refused));
        }
        return adoption;
    }

    private void survey(String name, Role role, HostSurvey hosts) throws InterruptedException {
        List<Integer> ports = role.components().values().stream()
                .flatMap(component -> component.ports().values().stream())
                .distinct()
                .sorted()
                .toList();
        if (ports.isEmpty()) {
            return;
        }
        Map<String, List<SurveyChunk>> found = new LinkedHashMap<>();
        for (Host host : world.hosts().values()) {
            if (!host.alive()) {
                continue;
            }
            List<SurveyChunk> byHand = hosts.ask(host.name(), ports).stream()
                    .filter(chunk -> !chunk.ours())
                    .toList();
            byHand.forEach(chunk -> judge(name, host.name(), chunk));
            if (!byHand.isEmpty()) {
                found.put(host.name(), byHand);
            }
        }
        if (!found.isEmpty() && !mayMissOne(role.replicas())) {
            refused.add("role " + name
                    + " takes places on hosts whose ports serve one at a time, which its maxUnavailable or minAvailable"
                    + " does not allow; write maxUnavailable: 1, and minAvailable below count");
        }
        seat(name, role, found);
    }

    private static boolean mayMissOne(ReplicaPolicy policy) {
        return policy.update().maxUnavailable() > 0 && policy.minAvailable() < policy.count();
    }

    private void judge(String role, String host, SurveyChunk chunk) {
        String what = "port " + chunk.port() + " of role " + role + " on " + host;
        if (chunk.unit().isEmpty()) {
            refused.add(what + " is held by " + chunk.process()
                    + ", which is no service of systemd: run it as one, or stop it");
        }
        chunk.services().stream()
                .filter(service ->
                        service.file().filter(file -> !file.isEmpty()).isPresent())
                .forEach(service -> refused.add("Consul service " + service.id() + " on " + host + " is defined in "
                        + service.file().orElse("") + ", from which the agent would read it again: remove it there,"
                        + " and register it through the agent's API meanwhile"));
    }

    /** A replica that is placed already has its host; the others go where something runs by hand, in the order of both names. */
    private void seat(String name, Role role, Map<String, List<SurveyChunk>> found) {
        List<PlacedReplica> placement =
                present().map(app -> app.placement().value()).orElse(List.of());
        Set<String> free = new LinkedHashSet<>(PlacedReplica.wanted(name, role, 0, placement));
        Map<String, String> placed = placement.stream()
                .filter(replica -> replica.role().equals(name))
                .collect(Collectors.toMap(PlacedReplica::host, PlacedReplica::replica, (a, b) -> a));
        placement.forEach(replica -> free.remove(replica.replica()));
        found.forEach((host, chunks) -> {
            Optional<String> replica =
                    Optional.ofNullable(placed.get(host)).or(() -> free.stream().findFirst());
            if (replica.isEmpty()) {
                notes.add(units(chunks) + " on " + host + " goes on by itself: role " + name + " has no more than "
                        + role.replicas().count() + " replicas");
                return;
            }
            free.remove(replica.get());
            taken.put(new Adopted(name, replica.get(), host, List.copyOf(units(chunks)), services(chunks)), chunks);
        });
    }

    private static Set<String> units(List<SurveyChunk> chunks) {
        return chunks.stream().flatMap(chunk -> chunk.unit().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> services(List<SurveyChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.services().stream())
                .map(SurveyChunk.Registered::id)
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<AppRecord> present() {
        return Optional.ofNullable(world.apps().get(application.name()));
    }

    List<Adopted> adopted() {
        return List.copyOf(taken.keySet());
    }

    Plan plan() {
        Plan plan = new FleetPlan(world, application, options, resolver, adopted()).plan();
        List<Change> changes = new ArrayList<>(adoptions());
        changes.addAll(plan.changes());
        List<String> all = new ArrayList<>(notes);
        if (!taken.isEmpty()) {
            all.add("hosts change one after the other within the update policy, each when its turn comes");
            all.add(
                    "files of units that were made by hand stay where they are, disabled, also after `delete`: `systemctl"
                            + " enable --now` takes one up again");
        }
        taken.keySet().stream()
                .flatMap(each -> each.services().stream())
                .findFirst()
                .ifPresent(service ->
                        all.add("who finds it by its old name in Consul finds fewer instances host by host, and"
                                + " none in the end: the services of " + application.name()
                                + " are at their own addresses"));
        return new Plan(plan.application(), changes, all);
    }

    private List<Change> adoptions() {
        List<Change> changes = new ArrayList<>();
        taken.forEach((adopted, chunks) -> {
            Set<String> seen = new TreeSet<>();
            for (SurveyChunk chunk : chunks) {
                chunk.unit().filter(seen::add).ifPresent(unit -> changes.add(unit(adopted, unit, chunk)));
                chunk.services().stream()
                        .filter(service -> seen.add(SERVICE + " " + service.id()))
                        .forEach(service -> changes.add(new Change(
                                Action.ADOPT,
                                SERVICE,
                                service.id() + " on " + adopted.host(),
                                List.of(new FieldChange(
                                        "registration",
                                        Optional.of(service.name() + " at port " + chunk.port()),
                                        Optional.empty())))));
            }
        });
        return changes;
    }

    private static Change unit(Adopted adopted, String unit, SurveyChunk chunk) {
        return new Change(
                Action.ADOPT,
                UNIT,
                unit + " on " + adopted.host(),
                List.of(
                        new FieldChange(
                                "state", Optional.of("running, " + chunk.enabled()), Optional.of("stopped, disabled")),
                        new FieldChange("port " + chunk.port(), Optional.of(unit), Optional.of(adopted.replica()))));
    }

    /** Refuses what nobody agreed to. */
    void requireApproved(Plan approved) {
        Set<String> agreed = approved.changes().stream()
                .filter(change -> change.action() == Action.ADOPT)
                .map(change -> change.kind() + " " + change.name())
                .collect(Collectors.toSet());
        adoptions().stream()
                .filter(change -> !agreed.contains(change.kind() + " " + change.name()))
                .findFirst()
                .ifPresent(change -> {
                    throw new BackendException(change.kind() + " " + change.name()
                            + " is there and was not in the plan to adopt " + application.name()
                            + "; make the plan anew and look at it");
                });
    }
}
