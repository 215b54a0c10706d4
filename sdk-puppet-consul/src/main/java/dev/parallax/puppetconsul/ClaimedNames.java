package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Application;
import dev.parallax.model.Provider;
import dev.parallax.puppetconsul.catalog.ConsulNames;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.AppRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps apart what applications are known by in Consul and on hosts: there a name is made of several, {@code a-b} and {@code c} give the
 * same as {@code a} and {@code b-c}, and one part would be led to the replicas of the other, or be started in its place.
 */
final class ClaimedNames {
    /** An application's parts among themselves; those of others are looked at when it is planned and applied. */
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .rule(Application.class, "name", ClaimedNames::alone)
            .build();

    /** What stands between the name of a role and that of a component in the name of a unit. */
    private static final Pattern INDEX = Pattern.compile("-\\d+(?=-)");

    /** Units of steps begin so, after what all begin with. */
    private static final String STEPS = "step";

    private final Map<String, String> parts = new HashMap<>();
    private final Map<String, String> led = new HashMap<>();
    /** Of components, by what the names of their role's replicas begin with on a host. */
    private final SortedMap<String, List<Unit>> units = new TreeMap<>();

    private final List<String> clashes = new ArrayList<>();

    private ClaimedNames() {}

    /** The units of a component. */
    private record Unit(String application, String component, String part) {
        boolean isOf(String name) {
            return application.equals(name);
        }
    }

    /** A name that a part of another application of the fleet has already is a {@link BackendException} that names both. */
    static void check(Application application, Collection<AppRecord> fleet) {
        ClaimedNames names = new ClaimedNames();
        for (AppRecord other : fleet) {
            if (!other.name().equals(application.name())
                    && !other.desired().value().isDeleting()) {
                names.claim(other.wanted());
            }
        }
        names.clashes.clear();
        names.claim(application);
        names.compareUnits(application.name());
        names.clashes.stream().findFirst().ifPresent(clash -> {
            throw new BackendException(clash);
        });
    }

    private static Fidelity alone(Application application) {
        ClaimedNames names = new ClaimedNames();
        names.claim(application);
        names.compareUnits(application.name());
        return names.clashes.isEmpty() ? Fidelity.EXACT : new Fidelity.Refused(String.join("; ", names.clashes));
    }

    private void claim(Application application) {
        String name = application.name();
        if (name.equals(STEPS) || name.startsWith(STEPS + "-")) {
            clashes.add("units of application " + name + " could not be told from those of steps; name it otherwise");
        }
        application.roles().forEach((role, definition) -> {
            String part = "role " + role + " of application " + name;
            claim(ConsulNames.role(name, role), part);
            String replicas = ConsulNames.replica(name, role);
            claim("units of " + replicas, part);
            List<Unit> own = units.computeIfAbsent(replicas, key -> new ArrayList<>());
            definition
                    .components()
                    .keySet()
                    .forEach(component -> own.add(new Unit(name, component, "component " + component + " of " + part)));
        });
        application
                .steps()
                .keySet()
                .forEach(step -> claim(
                        STEPS + "-" + StepRecord.attemptKey(name, step, application.version(), 1),
                        "step " + step + " of application " + name));
        application.services().forEach((service, definition) -> {
            Provider provider = definition.provider().orElse(new Provider(name, service));
            definition.ports().keySet().forEach(port -> {
                String part = port(new Provider(name, service), port);
                String known = ConsulNames.service(provider.application(), provider.service(), port);
                if (definition.external().isEmpty() && known.length() > ConsulNames.LONGEST_SERVICE) {
                    clashes.add(part + " is " + known + " in Consul, whose DNS has names of at most "
                            + ConsulNames.LONGEST_SERVICE + " characters; shorten one of the three");
                }
                if (definition.role().isPresent()) {
                    claim(known, part);
                } else if (definition.provider().isPresent()) {
                    lead(known, part, port(provider, port));
                }
            });
        });
    }

    private static String port(Provider of, String port) {
        return "port " + port + " of service " + of.service() + " of application " + of.application();
    }

    private void claim(String name, String part) {
        Optional.ofNullable(parts.putIfAbsent(name, part)).ifPresent(other -> clash(part, other, name));
        Optional.ofNullable(led.get(name))
                .filter(meant -> !meant.equals(part))
                .ifPresent(meant -> clash(part, meant, name));
    }

    /** What is led to by its name has to be what is known by it, when it is there. */
    private void lead(String name, String part, String meant) {
        led.put(name, meant);
        Optional.ofNullable(parts.get(name))
                .filter(other -> !other.equals(meant))
                .ifPresent(other -> clash(part + " leads to " + meant + ", which", other, name));
    }

    /** The names of two components' units meet where the one's role goes on, after an index, as the other's component begins. */
    private void compareUnits(String application) {
        units.forEach((replicas, theirs) -> {
            Matcher index = INDEX.matcher(replicas);
            while (index.find()) {
                String rest = replicas.substring(index.end() + 1);
                for (Unit other : units.getOrDefault(replicas.substring(0, index.start()), List.of())) {
                    theirs.stream()
                            .filter(unit -> unit.isOf(application) || other.isOf(application))
                            .filter(unit -> other.component().matches(inside(rest, unit)))
                            .forEach(unit -> clash(unit.part(), other.part(), "that of a unit"));
                }
            }
        });
    }

    private static String inside(String rest, Unit unit) {
        return Pattern.quote(rest) + "-\\d+-" + Pattern.quote(unit.component());
    }

    private void clash(String part, String other, String name) {
        clashes.add(part + " and " + other + " have the same name on a fleet, " + name + "; rename one of them");
    }
}
