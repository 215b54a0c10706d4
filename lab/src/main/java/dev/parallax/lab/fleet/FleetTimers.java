package dev.parallax.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parallax.comparison.SideFacts.Timer;
import dev.parallax.definition.DurationText;
import dev.parallax.lab.Told;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The timers that bound what is measured on the fleet, out of what its programs say. Pure. */
final class FleetTimers {
    static final String PROBE_INTERVAL = "GossipLANProbeInterval";
    static final String SUSPICION = "GossipLANSuspicionMult";

    private final FleetPrograms programs;
    private final List<Timer> timers = new ArrayList<>();

    private FleetTimers(FleetPrograms programs) {
        this.programs = programs;
    }

    static List<Timer> of(FleetPrograms programs) {
        FleetTimers timers = new FleetTimers(programs);
        timers.lostHost();
        timers.replica();
        timers.dataPath();
        timers.host();
        return timers.timers;
    }

    private void lostHost() {
        gossip(PROBE_INTERVAL, "1s", "how often an agent looks at another one: a lost host is noticed");
        gossip("GossipLANProbeTimeout", "500ms", "how long it waits for an answer: a lost host is noticed");
        gossip(SUSPICION, "4", "how long a silent agent is suspected: a lost host counts as lost");
        gossip("GossipLANGossipInterval", "200ms", "how fast agents tell each other: a lost host is known everywhere");
        programs.profile()
                .counting()
                .ifPresentOrElse(
                        period -> add(
                                "controller replacement job",
                                "none",
                                "every " + DurationText.format(period),
                                "what a lost host carried is placed anew; the definition's hostLostAfter is not asked",
                                null),
                        () -> add(
                                "controller hostLostAfter",
                                "5m",
                                text(programs.role().at("/replicas/recovery/hostLostAfter")),
                                "a replica on a lost host is given up and replaced",
                                null));
        add(
                "Consul ConsulRaftHeartbeatTimeout",
                "5s",
                text(programs.server().at("/DebugConfig/ConsulRaftHeartbeatTimeout")),
                "servers choose another leader (1s for each of raft_multiplier); the one server here is never stopped",
                null);
        add(
                "controller session TTL",
                "none",
                text(programs.session().path("TTL")),
                "another controller takes over from a lost one, after twice this at the latest; no scenario stops it",
                null);
        JsonNode delay = programs.session().path("LockDelay");
        add(
                "controller session LockDelay",
                "15s",
                delay.isNumber() ? delay.asLong() / 1_000_000_000L + "s" : "",
                "how long the lead stays free after that",
                null);
    }

    private void replica() {
        TreeSet<String> checked = new TreeSet<>();
        carriers().forEach(host -> host.at("/timers/check").fieldNames().forEachRemaining(checked::add));
        for (String component : checked) {
            add(
                    "Consul check of " + component,
                    "timeout 10s, out after 1, in after 1",
                    Told.by(values(programs.carriers(), "/timers/check/" + component)),
                    "a replica is taken out of its services and in again",
                    notes("check"));
        }
        if (checked.isEmpty()) {
            add(
                    "Consul check",
                    "timeout 10s, out after 1, in after 1",
                    "",
                    "a replica is taken out of its services",
                    null);
        }
        if (isPolled()) {
            ofReplicas(
                    "systemd Restart",
                    "restarts",
                    "no",
                    "an ended process is started again by its unit, or by nobody but Puppet");
        } else {
            ofReplicas("systemd RestartSec", "restart", "100ms", "an ended process is started again after it");
        }
        ofReplicas("systemd TimeoutStopSec", "stop", "1min 30s", "how long a deleted replica may take to end");
    }

    private void dataPath() {
        ofHosts("HAProxy inter", "inter", "2s", "how often HAProxy itself looks at a server that is in and well");
        ofHosts("HAProxy fastinter", "fastinter", "as inter", "while it makes up its mind about one");
        ofHosts(
                "HAProxy downinter",
                "downinter",
                "as inter",
                "at a server that is out: one that is back gets connections");
        ofHosts("HAProxy fall", "fall", "3", "failed looks after which a server is out");
        ofHosts("HAProxy rise", "rise", "2", "good looks after which a server is in");
        ofHosts(
                "HAProxy error-limit",
                "error-limit",
                "10",
                "failed connections after which a server is looked at each fastinter");
        ofHosts(
                "HAProxy timeout connect",
                "connect",
                "none",
                "a connection to a server that does not answer is given up");
        ofHosts("HAProxy retries", "retries", "3", "how often it is tried again: a dead replica fails no request");
        ofHosts("HAProxy redispatch", "redispatch", "off", "after how many tries another server is taken");
        ofHosts(
                "HAProxy timeout resolve",
                "resolve",
                "1s",
                "HAProxy asks Consul for servers: a new replica gets connections");
        ofHosts(
                "HAProxy hold valid",
                "hold",
                "10s",
                "how long it uses Consul's answer: a gone replica gets no more connections");
        ofHosts("Consul service_ttl", "service_ttl", "0s", "how long Consul lets its answer be kept");
        ofHosts("keepalived advert_int", "advert", "1s", "the sign of life of the host with the public address");
        ofHosts("keepalived down timer adverts", "adverts", "3", "missed ones that move the public address");
        ofHosts(
                "keepalived vrrp_script interval",
                "edge-interval",
                "1s",
                "a look at whether HAProxy answers on the host with the public address");
        ofHosts(
                "keepalived vrrp_script fall",
                "edge-fall",
                "1",
                "looks without an answer that move the public address");
        ofHosts("parallax-haproxy-alive limit", "edge-limit", "none", "how long such a look waits for the answer");
    }

    private boolean isPolled() {
        return programs.profile().polling().isPresent();
    }

    /** Where a timer starts Puppet, the daemon's own periods start nothing. */
    private void visits() {
        ofHosts(
                "systemd parallax-poll.timer",
                "poll",
                "none",
                "Puppet may run: it does where other data are wanted than were validated, or a check of the host's own is critical");
        ofHosts(
                "Consul check validation TTL",
                "forced_seconds",
                "none",
                "seconds without a validated run after which that check is critical, so that Puppet runs");
        ofHosts(
                "parallax-host validation_seconds",
                "validation_seconds",
                "10",
                "how long ready checks may take to pass after a run, until it counts as not validated");
    }

    private void host() {
        if (isPolled()) {
            visits();
            return;
        }
        ofHosts(
                "parallax-host vigil_seconds",
                "vigil_seconds",
                "0.1",
                "a host sees that a process ended: its replica is no longer ready");
        ofHosts(
                "parallax-host look_seconds",
                "look_seconds",
                "0.5",
                "a host sees that someone stopped or deleted a replica");
        ofHosts("parallax-host interval_seconds", "interval_seconds", "30", "a host is put right in any case");
    }

    /** The control host takes part in gossip as all hosts do. */
    private void gossip(String name, String defaultValue, String bounds) {
        Map<String, String> values = values(programs.hosts().keySet(), "/timers/" + name);
        values.put(FleetLayout.CONTROL.name(), text(programs.server().at("/DebugConfig/" + name)));
        add("Consul " + name, defaultValue, Told.by(values), bounds, null);
    }

    private void ofHosts(String name, String key, String defaultValue, String bounds) {
        add(name, defaultValue, Told.by(values(programs.hosts().keySet(), "/timers/" + key)), bounds, notes(key));
    }

    private void ofReplicas(String name, String key, String defaultValue, String bounds) {
        add(name, defaultValue, Told.by(values(programs.carriers(), "/timers/" + key)), bounds, notes(key));
    }

    private void add(String name, String defaultValue, String value, String bounds, @Nullable String note) {
        String found = value.isBlank() ? Timer.NOT_FOUND : value;
        timers.add(new Timer(name, defaultValue, found, bounds, found.equals(Timer.NOT_FOUND) ? null : note));
    }

    private Map<String, String> values(Collection<String> hosts, String path) {
        Map<String, String> values = new TreeMap<>();
        hosts.forEach(host -> values.put(host, text(of(host).at(path))));
        return values;
    }

    private List<JsonNode> carriers() {
        return programs.carriers().stream().map(this::of).toList();
    }

    private JsonNode of(String host) {
        return programs.hosts().getOrDefault(host, MissingNode.getInstance());
    }

    private @Nullable String notes(String key) {
        String notes = programs.hosts().values().stream()
                .map(host -> host.at("/notes/" + key).asText())
                .filter(note -> !note.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
        return notes.isEmpty() ? null : notes;
    }

    /** A value, or those of several components. */
    private static String text(JsonNode value) {
        if (!value.isObject()) {
            return value.asText("");
        }
        Map<String, String> values = new TreeMap<>();
        value.properties()
                .forEach(component ->
                        values.put(component.getKey(), component.getValue().asText()));
        return Told.by(values);
    }
}
