package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.puppetconsul.consul.HealthCheck;
import org.junit.jupiter.api.Test;

class LiveChecksTest {
    @Test
    void targetAndTimesAreTheAgentsAndNotWhatWasWanted() {
        LiveCheck live = LiveChecks.asked(
                check("HTTP GET http://192.0.2.1:5001/v3?x=1: 200 OK Output: {}", "http", "1m0.5s"),
                told("http").put("port", 5000).put("path", "/healthcheck"));

        assertThat(live).isEqualTo(new LiveCheck("http :5001/v3?x=1", 60_500, 999, 3, 2));
    }

    @Test
    void headersAreThoseThatTheHostWasTold() {
        ObjectNode told = told("http").put("port", 5000).put("path", "/healthcheck");
        told.putObject("headers").put("X-Check", "b").put("Accept", "a");

        assertThat(LiveChecks.asked(check("HTTP GET http://192.0.2.1:5001/v3: 200 OK Output: {}", "http", "1s"), told)
                        .target())
                .isEqualTo("http :5001/v3 accept: a x-check: b");
    }

    @Test
    void aRequestOfTheHostItselfIsAsItWasTold() {
        ObjectNode told =
                told("http").put("port", 5000).put("path", "/healthcheck").put("status", "204");

        assertThat(LiveChecks.asked(check("GET http://192.0.2.1:5000/healthcheck: 204", "script", "1s"), told)
                        .target())
                .isEqualTo("http :5000/healthcheck");
    }

    @Test
    void aConnectionIsToldByThePortThatAnswered() {
        LiveCheck live = LiveChecks.asked(
                check("TCP connect 192.0.2.1:3307: Success", "tcp", "500ms"),
                told("tcp").put("port", 3306));

        assertThat(live).isEqualTo(new LiveCheck("tcp :3307", 500, 999, 3, 2));
    }

    @Test
    void whatHasNotAnsweredYetHasNoTarget() {
        LiveCheck live = LiveChecks.asked(
                check("dial tcp 192.0.2.1:3306: connect: connection refused", "tcp", "1s"),
                told("tcp").put("port", 3306));

        assertThat(live.target()).isEqualTo("tcp, no answer yet");
    }

    @Test
    void ofACommandTheHostsDataSayWhatItIs() {
        ObjectNode told = told("exec");
        told.putArray("command").add("test").add("-e").add("/ready");

        assertThat(LiveChecks.asked(check("", "script", "1s"), told).target()).isEqualTo("exec test -e /ready");
        assertThat(LiveChecks.asked(check("", "ttl", ""), told).target()).isEqualTo("ttl");
    }

    private static ObjectNode told(String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("interval_ms", 999)
                .put("timeout_ms", 999)
                .put("failures", 3)
                .put("successes", 2);
    }

    private static HealthCheck check(String output, String type, String interval) {
        return new HealthCheck("h1", "c", "web ready", "passing", output, "s", new HealthCheck.Probing(type, interval));
    }
}
