package dev.parallax.puppetconsul.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What makes a machine with a Consul agent a host of the fleet.
 *
 * @param name the name of its agent's node
 * @param agent how the tools on the host reach the agent
 * @param labels what roles are pinned to and spread over
 * @param cpu what replicas may use of it together; absent: it is not counted
 * @param memory what replicas may use of it together; absent: it is not counted
 * @param publicInterface the interface for public addresses, which makes it one of the edge
 * @param profile how the fleet is run that it is a host of
 */
public record Enrolment(
        String name,
        Agent agent,
        Map<String, String> labels,
        Optional<Cpu> cpu,
        Optional<ByteSize> memory,
        Optional<String> publicInterface,
        FleetProfile profile) {
    /** The packages of Debian 12 that the files need, beside Consul itself. */
    public static final List<String> PACKAGES = List.of("puppet-agent", "haproxy", "keepalived");

    /** The agent reads here what replicas of the host register; its own folder of configuration does not hold it. */
    public static final String REGISTRATIONS = "/etc/consul.d/parallax";

    private static final String POLL_TIMER = "parallax-poll.timer";
    private static final String TIMER_UNIT = """
            [Unit]
            Description=Turns at which Puppet runs if it is needed on this host

            [Timer]
            OnCalendar=%s
            AccuracySec=100ms

            [Install]
            WantedBy=multi-user.target
            """;
    private static final String POLL_UNIT = """
            [Unit]
            Description=Asks whether Puppet is needed on this host

            [Service]
            Type=oneshot
            # A signal that does no harm to a process that does not wait for it yet. One run, with its validation, is over before another begins.
            ExecStart=/usr/bin/systemctl kill --kill-whom=main --signal=WINCH parallax-host.service
            """;

    private static final String SETTINGS = "/etc/consul.d/parallax-host.json";
    private static final int REPORT_EVERY_SECONDS = 30;
    /** As many ready replicas of a service as a balancer has room for by default, twice: an answer of Consul's DNS names no more. */
    private static final int MOST_ANSWERS = 16;

    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** Names and labels that Consul does not take are an {@link IllegalArgumentException}. */
    public Enrolment {
        labels = Map.copyOf(labels);
        require(NODE.matcher(name).matches(), "the name " + name, "letters, digits and '-', at most 63");
        labels.forEach((label, value) -> {
            require(
                    LABEL.matcher(label).matches(),
                    "the label " + label,
                    "letters, digits, '-' and '_', at most 100: Consul has no others in the meta data of a node");
            require(!value.isEmpty() && value.length() <= 512, "the value of label " + label, "1 to 512 characters");
        });
    }

    private static void require(boolean fine, String what, String form) {
        if (!fine) {
            throw new IllegalArgumentException(what + " has not the right form; write " + form);
        }
    }

    /** Where the agent listens, and the files on the host with the authority of its certificate and with the host's token. */
    public record Agent(String url, String ca, String tokenFile) {
        /** On loopback by TLS, as the lab's. */
        public static final Agent USUAL =
                new Agent("https://localhost:8501", "/etc/consul-tls/ca.pem", "/etc/parallax/consul.token");
    }

    /** Every file by its path on the host, sorted; none is secret. */
    public SortedMap<String, HostFile> files() {
        SortedMap<String, HostFile> files = new TreeMap<>(HostFiles.installed());
        files.put(SETTINGS, json(settings()));
        files.put("/etc/parallax/host.json", json(host()));
        profile.polling().ifPresent(polling -> {
            files.put(HostFiles.UNITS + "/" + POLL_TIMER, text(TIMER_UNIT.formatted(polling.calendar())));
            files.put(HostFiles.UNITS + "/parallax-poll.service", text(POLL_UNIT));
        });
        return files;
    }

    /** The units to be started at boot. */
    public List<String> units() {
        return profile.polling().isPresent()
                ? List.of("parallax-host.service", POLL_TIMER)
                : List.of("parallax-puppet.service", "parallax-host.service");
    }

    private Map<String, Object> host() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("host", name);
        settings.put("consul", Map.of("address", agent.url(), "ca", agent.ca(), "token_file", agent.tokenFile()));
        profile.polling()
                .ifPresentOrElse(
                        polling -> {
                            settings.put("trigger", "poll");
                            settings.put("forced_seconds", polling.forced().toSeconds());
                        },
                        () -> settings.put("interval_seconds", REPORT_EVERY_SECONDS));
        return settings;
    }

    /** What a host's Consul agent has to be told whatever the host is called and labelled. */
    public static HostFile agentSettings() {
        return json(agentPart());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(agentPart());
        settings.put("node_meta", meta());
        return settings;
    }

    private static Map<String, Object> agentPart() {
        return Map.of(
                // Checks may run a command in a component; only what Puppet writes on the host is run, never what the
                // API is told.
                "enable_local_script_checks",
                true,
                // Balancers ask for all ready replicas, and always anew; a server that still reads its log knows old
                // ones.
                "dns_config",
                Map.of(
                        "allow_stale",
                        false,
                        "only_passing",
                        true,
                        "service_ttl",
                        Map.of("*", "0s"),
                        "udp_answer_limit",
                        MOST_ANSWERS,
                        "a_record_limit",
                        0));
    }

    private Map<String, String> meta() {
        Map<String, String> meta = new LinkedHashMap<>();
        meta.put("parallax-host", "true");
        labels.forEach((label, value) -> meta.put("parallax-label-" + label, value));
        cpu.ifPresent(amount -> meta.put("parallax-cpu", Long.toString(amount.millis())));
        memory.ifPresent(amount -> meta.put("parallax-memory", Long.toString(amount.bytes())));
        publicInterface.ifPresent(device -> {
            meta.put("parallax-edge", "true");
            meta.put("parallax-public-interface", device);
        });
        return meta;
    }

    private static HostFile text(String text) {
        return new HostFile(text.getBytes(StandardCharsets.UTF_8), false);
    }

    private static HostFile json(Map<String, Object> document) {
        try {
            return text(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
