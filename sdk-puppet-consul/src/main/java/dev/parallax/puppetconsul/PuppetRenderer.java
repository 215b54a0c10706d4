package dev.parallax.puppetconsul;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Renderer;
import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.Step;
import dev.parallax.model.Storage;
import dev.parallax.puppetconsul.catalog.Deployment;
import dev.parallax.puppetconsul.catalog.HostDataCompiler;
import dev.parallax.puppetconsul.controller.AddressPlanner;
import dev.parallax.puppetconsul.controller.AddressRanges;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.host.HostFiles;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.placement.Placement;
import dev.parallax.puppetconsul.placement.Placer;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualRouter;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.secret.SecretPlaceholders;
import dev.parallax.secret.SecretValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Puppet control repository for an application: the module, another one that brings to a host what it calls, a site manifest, and
 * Hiera data for each of as many hosts as it needs, at addresses reserved for documentation. The data look up secrets in a file of their own, which must be filled in first.
 */
public final class PuppetRenderer implements Renderer {
    private static final int MOST_HOSTS = 200;
    private static final String LOOKUP = "parallax::secret::";
    private static final AddressRanges RANGES =
            new AddressRanges(AddressRange.parse("198.51.100.0/25"), AddressRange.parse("198.51.100.128/25"));
    private static final String HIERA = """
            ---
            # One file a node, named as its certificate is, so that no node reads what another is told.
            version: 5
            defaults:
              datadir: data
              data_hash: yaml_data
            hierarchy:
              - name: Host
                path: "nodes/%{trusted.certname}.yaml"
              - name: Secrets, which the data of hosts look up
                path: secrets.yaml
              - name: Settings of the module, for all hosts
                path: common.yaml
            """;
    private static final String SECRETS = """
            ---
            # Hosts look these up, and a run fails that finds one missing. Copy this file to secrets.yaml, put a value in place of every
            # @{secret.NAME}, and keep the copy out of version control, or encrypted (hiera-eyaml): until all are filled in it is no YAML,
            # and Puppet refuses it. A value of one line is written in "..." and one of several below a |, each line indented. Inside "...",
            # write \\" for a " and \\\\ for a \\. Hiera takes %{...} in a value for a variable: write %{literal('%')} for such a %.
            """;
    private static final String SITE = """
            # What every host runs; the data says which replicas are its own.
            node default {
              include parallax
              include parallax_host
            }
            """;
    private static final String REQUIRED = """
            # A secret that was not filled in ends the run here: where data looks it up, Hiera would take it for empty.
            [
            %s].each |$secret| {
              lookup($secret, String[1])
            }

            """;

    /** Does no work. */
    public PuppetRenderer() {}

    @Override
    public String name() {
        return PuppetConsulBackend.NAME;
    }

    @Override
    public SortedMap<String, String> render(Application application) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put("hiera.yaml", HIERA);
        HostFiles.repository().forEach((path, file) -> files.put(path, file.text()));
        HostFiles.called().forEach((path, file) -> files.put("modules/parallax_host/files/" + path, file.text()));
        files.put(
                "modules/parallax_host/files/parallax-agent.json",
                Enrolment.agentSettings().text());
        HostFiles.module().forEach((path, file) -> files.put("modules/parallax/" + path, file.text()));
        // It tells of hosts that a controller tells what they carry; the repository's own tells of these.
        files.remove("modules/parallax/README.md");
        Map<String, SecretValue> placeholders = SecretPlaceholders.of(application.secrets());
        Map<String, String> lookups = new LinkedHashMap<>();
        StringBuilder required = new StringBuilder();
        StringBuilder secrets = new StringBuilder(SECRETS);
        placeholders.forEach((name, value) -> {
            secrets.append("# ")
                    .append(SecretPlaceholders.described(
                            Objects.requireNonNull(application.secrets().get(name))))
                    .append(".\n");
            value.forEach((key, placeholder) -> {
                String lookup = LOOKUP + application.name() + "::" + name + (key.isEmpty() ? "" : "::" + key);
                lookups.put(placeholder, "%{lookup('" + lookup + "')}");
                required.append("  '").append(lookup).append("',\n");
                secrets.append(lookup).append(": ").append(placeholder).append('\n');
            });
        });
        files.put("manifests/site.pp", (lookups.isEmpty() ? "" : REQUIRED.formatted(required)) + SITE);
        if (!lookups.isEmpty()) {
            files.put("data/secrets.yaml.example", secrets.toString());
        }
        data(application, placeholders)
                .forEach((host, data) -> files.put("data/nodes/" + host + ".yaml", yaml(data, lookups)));
        application
                .steps()
                .forEach((name, step) -> files.put(
                        "data/steps/" + name + ".yaml",
                        comment(name, step) + yaml(step(application, name, placeholders), lookups)));
        return files;
    }

    /** Steps are no host's own: the controller gives each to one host, once, when its time has come. */
    private static String comment(String name, Step step) {
        String when = step.requires().isEmpty()
                ? "at once"
                : "when there is "
                        + step.requires().stream().map(PuppetRenderer::words).collect(Collectors.joining(" and "));
        return "# Step " + name + ": the controller adds this to the data of one host, once for each version, " + when
                + ".\n# Roles that require it are given to hosts when it has succeeded.\n";
    }

    private static String words(Requirement requirement) {
        if (requirement instanceof Requirement.OfService service) {
            return "service " + service.service();
        }
        return requirement instanceof Requirement.OfRole role
                ? "role " + role.role()
                : "the success of step " + ((Requirement.OfStep) requirement).step();
    }

    private static ObjectNode step(Application application, String name, Map<String, SecretValue> secrets) {
        Host host = host(1, Map.of());
        StepRecord first = new StepRecord(StepRecord.State.RUNNING, host.name(), 1, "", Instant.EPOCH);
        Deployment deployment =
                deployment(application, secrets, new Placement(List.of(), List.of()), Map.of(name, first));
        ObjectNode data = new HostDataCompiler(
                        List.of(host),
                        List.of(deployment),
                        List.of(),
                        FleetProfile.RECONCILED,
                        VirtualRouter.DEFAULT,
                        Seal.NONE)
                .compile(host)
                .opened();
        return data.retain(HostDataCompiler.STEPS);
    }

    private static SortedMap<String, ObjectNode> data(Application application, Map<String, SecretValue> secrets) {
        List<Demand> demands = new ArrayList<>();
        application
                .roles()
                .forEach((name, role) -> demands.add(
                        Demand.of(application.name(), name, role, PlacedReplica.wanted(name, role, 0, List.of()))));
        List<Host> all = hosts(application);
        requirePlaced(application, place(all, demands));
        int enough = 0;
        Placement placement;
        do {
            enough++;
            placement = place(all.subList(0, enough), demands);
        } while (!placement.refusals().isEmpty());
        List<Host> hosts = all.subList(0, enough);
        Deployment deployment = deployment(application, secrets, placement, Map.of());
        HostDataCompiler compiler = new HostDataCompiler(
                hosts,
                List.of(deployment),
                storage(application, deployment),
                FleetProfile.RECONCILED,
                VirtualRouter.DEFAULT,
                Seal.NONE);
        SortedMap<String, ObjectNode> data = new TreeMap<>();
        hosts.forEach(host -> data.put(host.name(), compiler.compile(host).opened()));
        return data;
    }

    private static Placement place(List<Host> hosts, List<Demand> demands) {
        return Placer.place(hosts, demands, List.of(), Map.of());
    }

    private static void requirePlaced(Application application, Placement most) {
        if (!most.refusals().isEmpty()) {
            throw new BackendException("application '" + application.name() + "' needs more than " + MOST_HOSTS
                    + " hosts, the most that are written down, at addresses reserved for documentation; "
                    + most.refusals().size() + " replicas have no place, among them "
                    + most.refusals().get(0).replica() + "; lower the counts, such as by an overlay");
        }
    }

    /** As many as there are addresses for. */
    private static List<Host> hosts(Application application) {
        List<Map<String, String>> labels = labels(application);
        return IntStream.rangeClosed(1, MOST_HOSTS)
                .mapToObj(number -> host(number, labels.get((number - 1) % labels.size())))
                .toList();
    }

    /** What hosts are labelled with, one kind of host after the other, such that each pin of a role is on one of them. */
    private static List<Map<String, String>> labels(Application application) {
        List<Map<String, String>> kinds = new ArrayList<>();
        for (Role role : application.roles().values()) {
            Map<String, String> pin = role.replicas().pin();
            Map<String, String> kind = kinds.stream()
                    .filter(each -> pin.entrySet().stream().allMatch(label -> label.getValue()
                            .equals(each.getOrDefault(label.getKey(), label.getValue()))))
                    .findFirst()
                    .orElseGet(() -> {
                        kinds.add(new TreeMap<>());
                        return kinds.get(kinds.size() - 1);
                    });
            kind.putAll(pin);
        }
        application.roles().values().forEach(role -> role.replicas()
                .spreadOver()
                .ifPresent(label -> kinds.forEach(kind -> kind.putIfAbsent(label, "one"))));
        return kinds.isEmpty() ? List.of(Map.of()) : kinds;
    }

    private static Deployment deployment(
            Application application,
            Map<String, SecretValue> secrets,
            Placement placement,
            Map<String, StepRecord> steps) {
        AddressPlanner addresses = new AddressPlanner(RANGES, new TreeMap<>());
        for (Map.Entry<String, Service> service : application.services().entrySet()) {
            addresses.assign(application.name(), service.getKey(), service.getValue());
        }
        List<PlacedReplica> replicas = placement.seats().stream()
                .map(seat -> new PlacedReplica(
                        seat.role(), seat.replica(), seat.host(), Instant.EPOCH, 1, PlacedReplica.Phase.RUNNING))
                .toList();
        return new Deployment(
                1,
                Map.of(1L, application),
                Map.of(1L, secrets),
                World.addressesOf(application.name(), addresses.addresses()),
                replicas,
                steps,
                0);
    }

    private static List<KeptStorage> storage(Application application, Deployment deployment) {
        List<KeptStorage> storage = new ArrayList<>();
        for (PlacedReplica replica : deployment.replicas()) {
            var role = application.roles().get(replica.role());
            List<String> names = role == null
                    ? List.of()
                    : role.storage().entrySet().stream()
                            .filter(entry -> entry.getValue().keep())
                            .map(Map.Entry<String, Storage>::getKey)
                            .sorted()
                            .toList();
            if (!names.isEmpty()) {
                storage.add(new KeptStorage(
                        application.name(), replica.role(), replica.replica(), replica.host(), names, false));
            }
        }
        return storage;
    }

    /** Consul's policies for the tokens of controllers and of hosts; {@code NODE} stands for the name of an agent. */
    @Override
    public SortedMap<String, String> access(Application application) {
        return new TreeMap<>(Map.of(
                "access/controller.hcl", ConsulPolicies.controller("NODE"),
                "access/host.hcl", ConsulPolicies.host("NODE"),
                "access/operator.hcl", ConsulPolicies.operator()));
    }

    private static Host host(int number, Map<String, String> labels) {
        return new Host(
                "host" + number,
                "192.0.2." + number,
                true,
                false,
                labels,
                Optional.empty(),
                Optional.empty(),
                Optional.of("eth0"));
    }

    private static String yaml(ObjectNode data, Map<String, String> lookups) {
        return HieraYaml.write(plain(data, lookups));
    }

    private static Object plain(JsonNode node, Map<String, String> lookups) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue(), lookups)));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item, lookups)));
            return list;
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
        }
        return text(node.asText(), lookups);
    }

    /** Hiera puts values in place of {@code %{...}} here, and of no other than ours. */
    private static String text(String text, Map<String, String> lookups) {
        String literal = text.replace("%{", "%{literal('%')}{");
        for (Map.Entry<String, String> lookup : lookups.entrySet()) {
            literal = literal.replace(lookup.getKey(), lookup.getValue());
        }
        return literal;
    }
}
