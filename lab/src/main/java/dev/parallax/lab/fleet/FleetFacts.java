package dev.parallax.lab.fleet;

import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.SideFacts.Timer;
import dev.parallax.definition.DurationText;
import dev.parallax.lab.docker.ContainerHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Versions and timers of the fleet, read back from what runs. */
final class FleetFacts {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String PROBE_INTERVAL = "GossipLANProbeInterval";
    private static final String SUSPICION = "GossipLANSuspicionMult";
    /** memberlist's SuspicionMaxTimeoutMult, which Consul does not change. */
    private static final int LONGEST_SUSPICION = 6;

    /** One line for each version: a name, a tab, what the program says. */
    private static final String VERSIONS = """
            printf 'consul\\t%s\\n' "$(consul version | sed -n '1s/^Consul v//p')"
            printf 'puppet\\t%s\\n' "$(dpkg-query -W -f '${Version}' puppet-agent)"
            printf 'haproxy\\t%s\\n' "$(haproxy -v | sed -n '1s/^HAProxy version \\([^ ]*\\).*/\\1/p')"
            printf 'keepalived\\t%s\\n' "$(keepalived --version 2>&1 | sed -n '1s/^Keepalived v\\([^ ]*\\).*/\\1/p')"
            printf 'systemd\\t%s\\n' "$(systemctl --version | sed -n '1s/^systemd \\([^ ]*\\).*/\\1/p')"
            printf 'ruby\\t%s\\n' "$(ruby -e 'print RUBY_VERSION')"
            printf 'debian\\t%s\\n' "$(cat /etc/debian_version)"
            printf 'kernel\\t%s\\n' "$(uname -r)"
            """;

    /** As above; a name, and the value that is in force on the host. */
    private static final String TIMERS = """
            token=$(cat /etc/parallax/consul.token)
            self=$(curl -s --cacert /etc/consul-tls/ca.pem -H "X-Consul-Token: $token" https://localhost:8501/v1/agent/self)
            for name in GossipLANProbeInterval GossipLANProbeTimeout GossipLANSuspicionMult GossipLANGossipInterval; do
              printf '%s\\t%s\\n' "$name" "$(printf '%s' "$self" | jq -r ".DebugConfig.$name")"
            done
            printf 'interval_seconds\\t%s\\n' "$(jq -r '.interval_seconds // 30' /etc/parallax/host.json)"
            printf 'look_seconds\\t%s\\n' "$(jq -r '.look_seconds // 0.5' /etc/parallax/host.json)"
            printf 'vigil_seconds\\t%s\\n' "$(jq -r '.vigil_seconds // 0.1' /etc/parallax/host.json)"
            balancer=/etc/parallax/haproxy.cfg
            [ -r "$balancer" ] || balancer=/dev/null
            sed -n 's/.*default-server.* inter \\([^ ]*\\) .*fall \\([^ ]*\\) rise \\([^ ]*\\).*/inter\\t\\1\\nfall\\t\\2\\nrise\\t\\3/p' "$balancer"
            sed -n 's/.*timeout connect \\(.*\\)/connect\\t\\1/p; s/.*timeout resolve \\(.*\\)/resolve\\t\\1/p; s/.*hold valid \\(.*\\)/hold\\t\\1/p' "$balancer"
            [ ! -r /etc/parallax/keepalived.conf ] || sed -n 's/.*advert_int \\(.*\\)/advert\\t\\1s/p' /etc/parallax/keepalived.conf
            unit=$(ls /etc/systemd/system/parallax-*.service 2>/dev/null | head -1)
            [ -z "$unit" ] || printf 'restart\\t%s\\n' "$(sed -n 's/^RestartSec=//p' "$unit")"
            """;

    /** What each timer is called where it is set, its product's default, and what it bounds. */
    private static final List<Timer> KNOWN = List.of(
            new Timer(PROBE_INTERVAL, "1s", "", "how often an agent looks at another one: a lost host is noticed"),
            new Timer("GossipLANProbeTimeout", "500ms", "", "how long it waits for an answer: a lost host is noticed"),
            new Timer(SUSPICION, "4", "", "how long a silent agent is suspected: a lost host counts as lost"),
            new Timer(
                    "GossipLANGossipInterval",
                    "200ms",
                    "",
                    "how fast agents tell each other: a lost host is known everywhere"),
            new Timer("inter", "2000", "", "HAProxy looks at a server: a dead replica gets no more connections"),
            new Timer("fall", "3", "", "failed looks after which a server is out"),
            new Timer("rise", "2", "", "good looks after which a server is in"),
            new Timer("connect", "none", "", "HAProxy gives up a connection and tries another server"),
            new Timer("resolve", "1s", "", "HAProxy asks Consul for servers: a new replica gets connections"),
            new Timer(
                    "hold",
                    "10s",
                    "",
                    "how long HAProxy uses Consul's answer: a gone replica gets no more connections"),
            new Timer("advert", "1s", "", "keepalived's sign of life; three missed ones move the public address"),
            new Timer("restart", "100ms", "", "systemd starts an ended process again"),
            new Timer("vigil_seconds", "0.1", "", "a host sees that a process ended: its replica is no longer ready"),
            new Timer("look_seconds", "0.5", "", "a host sees that someone stopped or deleted a replica"),
            new Timer("interval_seconds", "30", "", "a host is put right in any case"));

    private final FleetSide side;

    FleetFacts(FleetSide side) {
        this.side = side;
    }

    SideFacts read() {
        ContainerHost host = side.host(FleetLayout.HOSTS.get(0).name());
        Map<String, String> values = table(host.sh(LIMIT, TIMERS));
        List<Timer> timers = new ArrayList<>();
        for (Timer timer : KNOWN) {
            String value = values.get(timer.name());
            if (value != null) {
                timers.add(new Timer(product(timer.name()), timer.defaultValue(), value, timer.bounds()));
            }
        }
        return new SideFacts(
                "reconciled", table(host.sh(LIMIT, VERSIONS)), timers, Duration.ofMillis(100), hostLoss(values));
    }

    /**
     * As Consul's gossip works: each agent looks at the others one after another in an order that it shuffles after each round, so
     * that two rounds may pass until one looks at the lost host; that look fails after an interval; then the host is suspected for at most six times the
     * suspicion multiplier. The control host and all others take part.
     */
    static SideFacts.HostLoss hostLoss(Map<String, String> values) {
        String interval = values.getOrDefault(PROBE_INTERVAL, "1s");
        long suspicion = Long.parseLong(values.getOrDefault(SUSPICION, "4")) * LONGEST_SUSPICION;
        long looks = 2L * FleetLayout.HOSTS.size() + 1;
        return new SideFacts.HostLoss(
                DurationText.parse(interval).multipliedBy(looks + suspicion),
                "(" + looks + " looks + " + suspicion + " of suspicion) x " + interval + " " + PROBE_INTERVAL,
                Duration.ZERO);
    }

    private static String product(String name) {
        return switch (name) {
            case "inter", "fall", "rise", "connect", "resolve", "hold" -> "HAProxy " + name;
            case "advert" -> "keepalived advert_int";
            case "restart" -> "systemd RestartSec";
            case "vigil_seconds", "look_seconds", "interval_seconds" -> "parallax-host " + name;
            default -> "Consul " + name;
        };
    }

    private static Map<String, String> table(String text) {
        Map<String, String> values = new TreeMap<>();
        text.lines()
                .map(line -> line.split("\t", 2))
                .filter(parts -> parts.length == 2 && !parts[1].isBlank())
                .forEach(parts -> values.put(parts[0], parts[1].strip()));
        return values;
    }
}
