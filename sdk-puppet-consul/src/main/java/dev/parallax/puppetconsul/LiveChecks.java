package dev.parallax.puppetconsul;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.puppetconsul.consul.HealthCheck;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks as they are carried out on a host. */
final class LiveChecks {
    /** What agents begin the outcome of a check with: {@code HTTP GET http://192.0.2.1:5000/v3: 200 OK ...}, {@code TCP connect 192.0.2.1:3306: Success}. */
    private static final Pattern HTTP = Pattern.compile("HTTP GET (\\S+): ");

    private static final Pattern TCP = Pattern.compile("TCP connect \\S+:(\\d+): ");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|us|µs|ns|h|m|s)");

    private LiveChecks() {}

    /** A check of the host's own liveness service, as in the data that the host has applied. */
    static LiveCheck told(JsonNode check) {
        return new LiveCheck(
                target(check),
                check.path("interval_ms").asLong(),
                check.path("timeout_ms").asLong(),
                check.path("failures").asInt(),
                check.path("successes").asInt());
    }

    /** A check as its agent carries it out; {@code told}: the same in the data of the host, for what agents do not tell. */
    static LiveCheck asked(HealthCheck check, JsonNode told) {
        return new LiveCheck(
                target(check, told),
                millis(check.probing().interval()),
                told.path("timeout_ms").asLong(),
                told.path("failures").asInt(),
                told.path("successes").asInt());
    }

    private static String target(HealthCheck check, JsonNode told) {
        String type = check.probing().type();
        return switch (type) {
            case "http" -> {
                Matcher asked = HTTP.matcher(check.output());
                yield asked.lookingAt() ? http(URI.create(asked.group(1)), told) : "http, no answer yet";
            }
            case "tcp" -> {
                Matcher asked = TCP.matcher(check.output());
                yield asked.lookingAt() ? "tcp :" + asked.group(1) : "tcp, no answer yet";
            }
            // Of a command, agents tell what it printed and not what it was.
            case "script" -> target(told);
            default -> type;
        };
    }

    private static String http(URI asked, JsonNode told) {
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return Inspection.http(asked.getPort(), asked.getRawPath() + query, headers(told));
    }

    private static Map<String, String> headers(JsonNode told) {
        Map<String, String> headers = new LinkedHashMap<>();
        told.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static String target(JsonNode check) {
        return switch (check.path("type").asText()) {
            case "http" ->
                Inspection.http(check.path("port").asInt(), check.path("path").asText(), headers(check));
            case "tcp" -> "tcp :" + check.path("port").asInt();
            default -> {
                List<String> command = new ArrayList<>();
                check.path("command").forEach(part -> command.add(part.asText()));
                yield "exec " + String.join(" ", command);
            }
        };
    }

    /** A duration as Go writes it, such as {@code 1m0.5s}; 0 for none. */
    static long millis(String duration) {
        Matcher part = PART.matcher(duration);
        double millis = 0;
        while (part.find()) {
            millis += Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "h" -> 3_600_000;
                        case "m" -> 60_000;
                        case "s" -> 1_000;
                        case "ms" -> 1;
                        case "ns" -> 1e-6;
                        default -> 1e-3;
                    };
        }
        return Math.round(millis);
    }
}
