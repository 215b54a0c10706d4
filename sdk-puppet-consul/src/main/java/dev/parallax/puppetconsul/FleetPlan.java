package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.Drift.Difference;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.definition.MentionedSecrets;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import dev.parallax.puppetconsul.catalog.Deployment;
import dev.parallax.puppetconsul.catalog.HostData;
import dev.parallax.puppetconsul.catalog.HostDataCompiler;
import dev.parallax.puppetconsul.catalog.ToldData;
import dev.parallax.puppetconsul.controller.AddressPlanner;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Placement;
import dev.parallax.puppetconsul.placement.Placer;
import dev.parallax.puppetconsul.placement.Room;
import dev.parallax.puppetconsul.placement.Seat;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import dev.parallax.template.Bindings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What hosts would be told once an application was wholly deployed, beside what they are told now; and what was changed by hand, as they report it, and would
 * be put back. Values of secrets are compared and not shown.
 */
final class FleetPlan {
    private static final String SERVICE = "parallax::service";
    private static final String STEP = "parallax::step";
    private static final String REPLICA = "parallax::replica";
    private static final String ROLE = "role";
    private static final String SECRET = "secret";
    private static final ObjectMapper JSON = ModelJson.mapper();

    private final World world;
    private final Application application;
    private final FleetOptions options;
    private final SecretResolver resolver;
    private final Optional<AppRecord> present;
    private final List<Adopted> adopted;
    /** By replica, what of its data is secret, before or after. */
    private final Map<String, Set<String>> hidden = new TreeMap<>();

    FleetPlan(World world, Application application, FleetOptions options, SecretResolver resolver) {
        this(world, application, options, resolver, List.of());
    }

    /** {@code adopted}: what was run by hand, in the places of which replicas go. */
    FleetPlan(
            World world,
            Application application,
            FleetOptions options,
            SecretResolver resolver,
            List<Adopted> adopted) {
        this.adopted = adopted;
        this.world = world;
        this.resolver = resolver;
        this.application = application;
        this.options = options;
        this.present = Optional.ofNullable(world.apps().get(application.name()));
    }

    Plan plan() {
        ClaimedNames.check(application, world.apps().values());
        Accounts.check(application, world.apps().values());
        Map<String, JsonNode> before = new TreeMap<>();
        world.hosts().keySet().forEach(host -> world.hostRecord(host)
                .data()
                .value()
                .map(told -> isToldSecrets(told) ? told.open(world.seal()) : HostData.plain(told.readable()))
                .ifPresent(data -> tell(host, data, before)));
        Placement placement = place();
        Map<String, SecretValue> stored = stored();
        Map<String, SecretValue> secrets = resolver.preview(application, stored);
        Map<String, JsonNode> after = wanted(placement, secrets);
        application.roles().forEach((name, role) -> after.put(ROLE + " " + name, policy(role)));
        present.ifPresent(
                app -> app.wanted().roles().forEach((name, role) -> before.put(ROLE + " " + name, policy(role))));
        List<Change> changes = new ArrayList<>();
        for (String key : order(before.keySet(), after.keySet())) {
            changes.add(change(key, before.get(key), after.get(key)));
        }
        steps().forEach(changes::add);
        changes.addAll(changed(stored, secrets));
        Map<Part, Integer> waves = waves();
        changes.sort(Comparator.comparingInt(change -> wave(change, waves)));
        return MentionedSecrets.shown(
                        new Plan(application.name(), changes),
                        change -> definitionOf(change)
                                .map(was -> texts(was, change))
                                .orElse(Map.of()),
                        change -> texts(application, change))
                .repairing(changedByHand(placement));
    }

    /** On hosts on which replicas of the role stay: what is changed of one that goes, goes with it. */
    private List<Difference> changedByHand(Placement placement) {
        Set<String> staying = placement.seats().stream()
                .filter(seat -> seat.app().equals(application.name()))
                .map(seat -> seat.role() + " on " + seat.host())
                .collect(Collectors.toSet());
        return present.map(app -> FleetDrift.of(world, app.name()).standing()).orElse(List.of()).stream()
                .filter(difference -> staying.contains(difference.role().orElseThrow() + " on "
                        + difference.host().orElseThrow()))
                .toList();
    }

    /** By which definition what is there was made. */
    private Optional<Application> definitionOf(Change change) {
        return present.flatMap(app -> app.placement().value().stream()
                .filter(replica -> replica.replica().equals(change.name()))
                .findFirst()
                .map(replica -> app.revisions().get(replica.revision())));
    }

    /** The templates of a replica's files and variables, by the paths that {@link #flatten} gives what they are rendered to. */
    private static Map<String, String> texts(Application definition, Change change) {
        Map<String, String> texts = new TreeMap<>();
        Role role = definition.roles().get(roleOf(change));
        if (role != null && change.kind().equals(REPLICA)) {
            role.components().forEach((name, component) -> {
                component.files().forEach((path, source) -> {
                    if (source instanceof FileSource.Template template) {
                        texts.put("components." + name + ".files." + name(path) + ".content", template.text());
                    }
                });
                component.env().forEach((variable, value) -> {
                    if (value instanceof EnvValue.Text text) {
                        texts.put("components." + name + ".environment." + variable, text.template());
                    }
                });
            });
        }
        return texts;
    }

    private static String roleOf(Change change) {
        return change.name().substring(0, Math.max(0, change.name().lastIndexOf('-')));
    }

    /** By step and role, the number of its wave. */
    private Map<Part, Integer> waves() {
        Map<Part, Integer> numbers = new HashMap<>();
        List<List<Part>> waves = Waves.of(application);
        for (int wave = 0; wave < waves.size(); wave++) {
            for (Part part : waves.get(wave)) {
                numbers.put(part, wave);
            }
        }
        return numbers;
    }

    /** Services and secrets come with the first wave; what no wave has any more comes last. */
    private static int wave(Change change, Map<Part, Integer> waves) {
        if (change.kind().equals(SERVICE) || change.kind().equals(SECRET)) {
            return 0;
        }
        String name = change.name();
        Part part =
                switch (change.kind()) {
                    case STEP -> Part.step(name);
                    case ROLE -> Part.role(name);
                    default -> Part.role(roleOf(change));
                };
        return waves.getOrDefault(part, Integer.MAX_VALUE);
    }

    /** What the controller keeps to and hosts are not told. */
    private static JsonNode policy(Role role) {
        Map<String, Object> requests = new TreeMap<>();
        role.components().forEach((name, component) -> {
            if (!component.requests().equals(Requests.builder().build())) {
                requests.put(name, Map.of("requests", component.requests()));
            }
        });
        Map<String, Object> policy = new TreeMap<>(Map.of("replicas", role.replicas()));
        if (!requests.isEmpty()) {
            policy.put("components", requests);
        }
        return JSON.valueToTree(policy);
    }

    private static Set<String> order(Set<String> before, Set<String> after) {
        Set<String> keys = new TreeSet<>(before);
        keys.addAll(after);
        return keys;
    }

    /** Whether secrets of this application are among what a host is told: each of them is a null as long as it is sealed. */
    private boolean isToldSecrets(ToldData told) {
        for (JsonNode replica : told.readable().path(HostDataCompiler.REPLICAS)) {
            if (replica.path("application").asText().equals(application.name()) && hasNull(replica)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNull(JsonNode node) {
        return node.isNull() || node.properties().stream().anyMatch(field -> hasNull(field.getValue()));
    }

    /** Each service and replica of the application that a host is told of, by kind and name. */
    private void tell(String host, HostData data, Map<String, JsonNode> told) {
        data.opened().path(HostDataCompiler.SERVICES).forEach(service -> {
            if (service.path("application").asText().equals(application.name())) {
                told.put(SERVICE + " " + service.path("name").asText(), service);
            }
        });
        data.opened().path(HostDataCompiler.REPLICAS).properties().forEach(field -> {
            JsonNode replica = field.getValue();
            if (replica.path("application").asText().equals(application.name())) {
                String key = REPLICA + " " + replica.path("replica").asText();
                ObjectNode copy = replica.deepCopy();
                told.put(key, copy.put("host", host));
                JsonPointer place = JsonPointer.empty()
                        .appendProperty(HostDataCompiler.REPLICAS)
                        .appendProperty(field.getKey());
                data.secretPlaces().stream()
                        .filter(secret -> secret.startsWith(place + "/"))
                        .forEach(secret -> hidden.computeIfAbsent(key, replicas -> new TreeSet<>())
                                .add(path(JsonPointer.compile(
                                        secret.substring(place.toString().length())))));
            }
        });
    }

    /** As {@link #flatten} writes it. */
    private static String path(JsonPointer pointer) {
        StringBuilder path = new StringBuilder();
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            path.append(path.length() == 0 ? "" : ".").append(name(rest.getMatchingProperty()));
        }
        return path.toString();
    }

    private static String name(String property) {
        return property.indexOf('/') >= 0 ? "[" + property + "]" : property;
    }

    private Map<String, JsonNode> wanted(Placement placement, Map<String, SecretValue> secrets) {
        AddressPlanner addresses =
                new AddressPlanner(options.ranges(world), world.vips().value());
        application.services().forEach((name, service) -> addresses.assign(application.name(), name, service));
        List<PlacedReplica> replicas = new ArrayList<>();
        placement.seats().stream()
                .filter(seat -> seat.app().equals(application.name()))
                .map(seat -> new PlacedReplica(
                        seat.role(), seat.replica(), seat.host(), world.now(), 0, PlacedReplica.Phase.RUNNING))
                .forEach(replicas::add);
        Deployment deployment = new Deployment(
                0,
                Map.of(0L, application),
                Map.of(0L, secrets),
                World.addressesOf(application.name(), addresses.addresses()),
                replicas,
                Map.of(),
                0);
        List<Deployment> deployments = new ArrayList<>(providers(addresses));
        deployments.add(deployment);
        HostDataCompiler compiler = new HostDataCompiler(
                world.hosts().values(),
                deployments,
                List.of(),
                options.profile(world),
                options.router(world),
                world.seal());
        Map<String, JsonNode> wanted = new TreeMap<>();
        world.hosts().forEach((name, host) -> tell(name, compiler.compile(host), wanted));
        placement.refusals().stream()
                .filter(refusal -> refusal.app().equals(application.name()))
                .forEach(refusal -> wanted.put(
                        REPLICA + " " + refusal.replica(),
                        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                                .objectNode()
                                .put("host", "none: " + refusal)));
        return wanted;
    }

    /** The other applications, whose services may be used: as they are wanted, and without their replicas. */
    private List<Deployment> providers(AddressPlanner addresses) {
        return world.apps().values().stream()
                .filter(other -> !other.name().equals(application.name()))
                .map(other -> new Deployment(
                        0,
                        Map.of(0L, other.wanted()),
                        Map.of(),
                        World.addressesOf(other.name(), addresses.addresses()),
                        List.of(),
                        Map.of(),
                        0))
                .toList();
    }

    private Placement place() {
        List<Demand> demands = new ArrayList<>();
        List<Seat> seats = new ArrayList<>();
        List<PlacedReplica> placed =
                new ArrayList<>(present.map(app -> app.placement().value()).orElse(List.of()));
        adopted.stream()
                .filter(each ->
                        placed.stream().noneMatch(other -> other.replica().equals(each.replica())))
                .map(each -> new PlacedReplica(
                        each.role(), each.replica(), each.host(), world.now(), 0, PlacedReplica.Phase.HELD))
                .toList()
                .forEach(placed::add);
        place(application, placed, demands, seats);
        world.apps().forEach((name, app) -> {
            if (!name.equals(application.name())) {
                place(app.wanted(), app.placement().value(), demands, seats);
            }
        });
        seats.removeAll(crowdedOut(seats));
        Map<String, String> homes = new TreeMap<>();
        world.storage().value().values().forEach(kept -> homes.put(kept.key(), kept.host()));
        return Placer.place(world.hosts().values(), demands, seats, homes);
    }

    /** The places that replicas of the application have to leave, as more is set aside for them than their hosts have left, or another application's packages are there: one after the other, as a rollout goes. */
    private Set<Seat> crowdedOut(List<Seat> seats) {
        Map<Seat, Demand> held = held(seats);
        List<Seat> growing = seats.stream()
                .filter(seat -> world.hosts().containsKey(seat.host())
                        && held.containsKey(seat)
                        && wanted(seat)
                                .filter(demand -> !(demand.keepsStorage() && hasStorage(seat))
                                        && (demand.asksMoreThan(held.get(seat))
                                                || demand.pinsOtherwiseThan(held.get(seat))))
                                .isPresent())
                .toList();
        if (growing.isEmpty()) {
            return Set.of();
        }
        Map<String, List<Seat>> byHost = seats.stream().collect(Collectors.groupingBy(Seat::host));
        seats.forEach(seat -> wanted(seat).ifPresent(demand -> held.putIfAbsent(seat, demand)));
        Set<Seat> leaving = new HashSet<>();
        for (Seat seat : growing) {
            Room room = new Room(Objects.requireNonNull(world.hosts().get(seat.host())));
            for (Seat other : byHost.getOrDefault(seat.host(), List.of())) {
                if (!other.equals(seat) && held.containsKey(other)) {
                    room.take(held.get(other), other.replica());
                }
            }
            Demand wanted = wanted(seat).orElseThrow();
            if (room.refusal(wanted, Objects.requireNonNull(held.get(seat))).isPresent()) {
                leaving.add(seat);
                held.remove(seat);
            } else {
                held.put(seat, wanted);
            }
        }
        return leaving;
    }

    private boolean hasStorage(Seat seat) {
        return world.storage().value().containsKey(KeptStorage.key(seat.app(), seat.replica()));
    }

    /** What replicas of the application hold of their hosts, by the revisions that they are of. */
    private Map<Seat, Demand> held(List<Seat> seats) {
        Map<Seat, Demand> held = new HashMap<>();
        present.ifPresent(app -> {
            Map<String, Long> revisions = app.placement().value().stream()
                    .collect(Collectors.toMap(
                            PlacedReplica::replica, PlacedReplica::revision, (first, second) -> first));
            for (Seat seat : seats) {
                Application before = app.revisions().get(revisions.getOrDefault(seat.replica(), 0L));
                if (before != null && seat.app().equals(app.name())) {
                    demand(before, seat).ifPresent(demand -> held.put(seat, demand));
                }
            }
        });
        return held;
    }

    private Optional<Demand> wanted(Seat seat) {
        return seat.app().equals(application.name())
                ? demand(application, seat)
                : Optional.ofNullable(world.apps().get(seat.app())).flatMap(app -> demand(app.wanted(), seat));
    }

    private static Optional<Demand> demand(Application application, Seat seat) {
        return Optional.ofNullable(application.roles().get(seat.role()))
                .map(role -> Demand.of(seat.app(), seat.role(), role, List.of()));
    }

    /** What an application demands, and the seats of those of its replicas that stay. */
    private static void place(Application wanted, List<PlacedReplica> present, List<Demand> demands, List<Seat> seats) {
        Map<String, List<PlacedReplica>> byRole = present.stream().collect(Collectors.groupingBy(PlacedReplica::role));
        wanted.roles().forEach((name, role) -> {
            List<PlacedReplica> own = byRole.getOrDefault(name, List.of());
            List<String> names = PlacedReplica.wanted(name, role, 0, own);
            demands.add(Demand.of(wanted.name(), name, role, names));
            Set<String> staying = Set.copyOf(names);
            own.stream()
                    .filter(replica -> staying.contains(replica.replica()) && !replica.isLeaving())
                    .forEach(replica -> seats.add(new Seat(wanted.name(), name, replica.replica(), replica.host())));
        });
    }

    private Map<String, SecretValue> stored() {
        if (application.secrets().isEmpty()) {
            return Map.of();
        }
        world.requireKey("application " + application.name() + " has secrets: to plan it");
        return present.map(app -> app.secretsOf(app.desired().value().revision()))
                .orElse(Map.of());
    }

    /** The secrets that get another value: a text that mentions one and changes, too, does not show it. */
    private static List<Change> changed(Map<String, SecretValue> before, Map<String, SecretValue> after) {
        Optional<String> masked = Optional.of(SecretValue.MASK);
        return new TreeMap<>(before)
                .entrySet().stream()
                        .filter(secret -> after.containsKey(secret.getKey())
                                && !secret.getValue().equals(after.get(secret.getKey())))
                        .map(secret -> new Change(
                                Action.CHANGE,
                                SECRET,
                                secret.getKey(),
                                List.of(new FieldChange("value", masked, masked))))
                        .toList();
    }

    private Change change(String key, @Nullable JsonNode before, @Nullable JsonNode after) {
        String kind = key.substring(0, key.indexOf(' '));
        String name = key.substring(kind.length() + 1);
        if (before != null && before.equals(after)) {
            return new Change(Action.UNCHANGED, kind, name, List.of());
        }
        Map<String, JsonNode> was = new TreeMap<>();
        Map<String, JsonNode> becomes = new TreeMap<>();
        flatten("", before, was);
        flatten("", after, becomes);
        List<FieldChange> fields = new ArrayList<>();
        for (String path : order(was.keySet(), becomes.keySet())) {
            JsonNode left = was.get(path);
            JsonNode right = becomes.get(path);
            if (left == null || !left.equals(right)) {
                boolean secret = hidden.getOrDefault(key, Set.of()).contains(path);
                fields.add(new FieldChange(path, shown(left, secret), shown(right, secret)));
            }
        }
        Action action = before == null
                ? Action.CREATE
                : after == null ? Action.REMOVE : fields.isEmpty() ? Action.UNCHANGED : Action.CHANGE;
        return new Change(action, kind, name, fields);
    }

    private static void flatten(String path, @Nullable JsonNode node, Map<String, JsonNode> into) {
        if (node == null) {
            return;
        }
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(field -> {
                String name = name(field.getKey());
                flatten(path.isEmpty() ? name : path + "." + name, field.getValue(), into);
            });
        } else {
            into.put(path, node);
        }
    }

    private static Optional<String> shown(@Nullable JsonNode value, boolean secret) {
        return Optional.ofNullable(value)
                .map(found -> secret ? Bindings.MASK : found.isTextual() ? found.asText() : found.toString());
    }

    private List<Change> steps() {
        List<Change> changes = new ArrayList<>();
        application.steps().forEach((name, step) -> {
            StepRecord.State state = present.map(app -> app.steps().get(application.version() + "/" + name))
                    .map(record -> record.value().state())
                    .orElse(null);
            if (state == StepRecord.State.SUCCEEDED) {
                changes.add(new Change(Action.UNCHANGED, STEP, name, List.of()));
            } else {
                changes.add(new Change(
                        Action.CREATE,
                        STEP,
                        name,
                        List.of(new FieldChange(
                                "command", Optional.empty(), Optional.of(String.join(" ", step.command()))))));
            }
        });
        return changes;
    }
}
