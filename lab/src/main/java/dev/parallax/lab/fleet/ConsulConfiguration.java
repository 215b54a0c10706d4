package dev.parallax.lab.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The configuration of the fleet's Consul agents. */
final class ConsulConfiguration {
    static final String DIRECTORY = "/etc/consul.d";
    static final String TLS = "/etc/consul-tls";

    /** The same configuration is the same text each time: hosts are made anew when it changes. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private ConsulConfiguration() {}

    static String server(FleetSecrets secrets, FleetProfile profile) {
        String management = secrets.managementToken();
        Map<String, Object> document = common(
                FleetLayout.CONTROL, secrets, Map.of("initial_management", management, "agent", management), profile);
        document.put("server", true);
        document.put("bootstrap_expect", 1);
        document.put("addresses", Map.of("https", "0.0.0.0", "dns", "127.0.0.1"));
        // After a start it answers DNS before it has read what came after its last snapshot: keep that short.
        document.put("raft_snapshot_threshold", 64);
        document.put("raft_snapshot_interval", "5s");
        return write(document);
    }

    static String host(FleetLayout.Member host, FleetSecrets secrets, FleetProfile profile) {
        String token = secrets.hostToken(host.name());
        Map<String, Object> document = common(host, secrets, Map.of("agent", token, "default", token), profile);
        document.put("server", false);
        document.put("addresses", Map.of("https", "127.0.0.1", "dns", "127.0.0.1"));
        document.put("retry_join", List.of(FleetLayout.CONTROL.address()));
        document.put("retry_interval", "1s");
        document.put("rejoin_after_leave", true);
        return write(document);
    }

    private static Map<String, Object> common(
            FleetLayout.Member member, FleetSecrets secrets, Map<String, String> tokens, FleetProfile profile) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node_name", member.name());
        // A host that is made anew is the same node to a server that has known it before.
        document.put(
                "node_id",
                UUID.nameUUIDFromBytes(member.name().getBytes(StandardCharsets.UTF_8))
                        .toString());
        document.put("datacenter", FleetLayout.DATACENTER);
        document.put("data_dir", "/var/lib/consul");
        document.put("bind_addr", member.address());
        document.put("log_level", "WARN");
        document.put("disable_update_check", true);
        document.put("leave_on_terminate", false);
        document.put("skip_leave_on_interrupt", true);
        document.put("encrypt", secrets.gossipKey());
        document.put("ports", Map.of("http", -1, "https", 8501, "grpc", -1, "dns", 8600));
        if (!isAsItComes(profile)) {
            document.put("performance", Map.of("raft_multiplier", 1));
            document.put(
                    "gossip_lan",
                    Map.of(
                            "probe_interval", "300ms",
                            "probe_timeout", "150ms",
                            "suspicion_mult", 2,
                            "gossip_interval", "100ms"));
        }
        document.put(
                "tls",
                Map.of(
                        "defaults",
                                Map.of(
                                        "ca_file", TLS + "/ca.pem",
                                        "cert_file", TLS + "/agent.pem",
                                        "key_file", TLS + "/agent-key.pem",
                                        "verify_incoming", true,
                                        "verify_outgoing", true),
                        "internal_rpc", Map.of("verify_server_hostname", true),
                        // Whoever calls the API shows a token instead of a certificate.
                        "https", Map.of("verify_incoming", false)));
        Map<String, Object> acl = new LinkedHashMap<>();
        acl.put("enabled", true);
        acl.put("default_policy", "deny");
        acl.put("down_policy", "extend-cache");
        acl.put("tokens", new TreeMap<>(tokens));
        document.put("acl", acl);
        return document;
    }

    /** Whether Consul has its own timers: nobody set them where a timer of a minute comes after them. */
    private static boolean isAsItComes(FleetProfile profile) {
        return profile.polling().isPresent();
    }

    private static String write(Map<String, Object> document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
