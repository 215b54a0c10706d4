package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line's process is killed in the middle of each verb that changes something; the same command again does all of it. Both sides at a time: they wait more than they work. */
@Execution(ExecutionMode.CONCURRENT)
class KilledClientIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 150;
    /** Of a start that takes most of a second and work that takes up to ten. */
    private static final int LATEST_KILL_MILLIS = 5_000;

    private static final String DEFINITION = """
            apiVersion: parallax.dev/v1
            kind: Application
            metadata: {name: cutshort, version: "%s"}
            secrets: {token: {generate: password}}
            steps: {prepare: {use: web/server, command: [/bin/true]}}
            services: {web: {role: web, ports: {http: {port: 80, target: http}}}}
            roles:
              web:
                replicas: {count: 2, spread: host}
                components:
                  server:
                    artifact: {image: "parallax/web:1"}
                    command: [/usr/bin/parallax-web]
                    env: {PORT: "18199", TOKEN: {secret: token}}
                    ports: {http: 18199}
                    checks: {ready: {http: /healthz, port: http, every: 1s}}
            """;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<String> kills = new ArrayList<>();

    @TempDir
    Path folder;

    private Side side = Side.KUBERNETES;

    @ParameterizedTest
    @EnumSource(Side.class)
    void theSameCommandAgainDoesAllOfIt(Side tested) throws Exception {
        side = tested;
        try (Lab lab = Lab.open(LabSettings.defaults())) {
            lab.up(List.of(side));
        }
        try {
            everyVerb();
        } finally {
            System.out.println("killed on " + side.id() + ", seed " + seed + ": " + kills);
            run("delete", "cutshort", "--remove-storage");
        }
    }

    private void everyVerb() throws Exception {
        killedAndRepeated("apply", definition("1"));
        assertRuns("1", 2);

        killedAndRepeated("apply", definition("2"));
        assertRuns("2", 2);

        killedAndRepeated("rollback", "cutshort", "--to", "1");
        assertRuns("1", 2);

        killedAndRepeated("scale", "cutshort", "web=3");
        assertRuns("1", 3);

        killedAndRepeated("secret", "rotate", "cutshort", "token");
        assertRuns("1", 3);

        String host = replicas().get(0).path("host").asText();
        killedAndRepeated("host", "drain", host);
        assertThat(hosts()).doesNotContain(host);
        killedAndRepeated("host", "uncordon", host);
        assertRuns("1", 3);

        killedAndRepeated("drift", "cutshort", "--repair");
        assertRuns("1", 3);

        killedAndRepeated("delete", "cutshort");
        assertThat(run("status", "cutshort")).isEqualTo(ExitStatus.ABSENT);
    }

    private void killedAndRepeated(String... command) throws Exception {
        Process client = start(command);
        int after = random.nextInt(LATEST_KILL_MILLIS);
        // Nothing is waited for: this is the moment of the fault, unless the command is done before.
        boolean done = client.waitFor(after, TimeUnit.MILLISECONDS);
        client.destroyForcibly().waitFor();
        kills.add(command[0] + (done ? " done before " : " after ") + after + " ms");

        assertThat(run(command))
                .as(() -> String.join(" ", command) + ": " + written())
                .isZero();
    }

    private void assertRuns(String version, int count) throws Exception {
        JsonNode status = status();
        assertThat(status.path("ready").asBoolean()).as(status::toString).isTrue();
        assertThat(status.path("version").asText()).isEqualTo(version);
        assertThat(replicas()).hasSize(count).allSatisfy(replica -> assertThat(
                        replica.path("version").asText())
                .isEqualTo(version));
        assertThat(hosts()).hasSize(count);
    }

    private List<JsonNode> replicas() throws Exception {
        List<JsonNode> replicas = new ArrayList<>();
        status().path("roles").path("web").path("replicas").forEach(replicas::add);
        return replicas;
    }

    private Set<String> hosts() throws Exception {
        Set<String> hosts = new TreeSet<>();
        for (JsonNode replica : replicas()) {
            hosts.add(replica.path("host").asText());
        }
        return hosts;
    }

    private JsonNode status() throws Exception {
        assertThat(run("status", "cutshort", "-o", "json")).as(this::written).isZero();
        return JSON.readTree(Files.readString(folder.resolve("out")));
    }

    private String definition(String version) throws IOException {
        Path file = folder.resolve("cutshort-" + version + ".yaml");
        Files.writeString(file, DEFINITION.formatted(version));
        return file.toString();
    }

    private int run(String... command) throws Exception {
        Process client = start(command);
        boolean ended = client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        client.destroyForcibly().waitFor();
        assertThat(ended)
                .as(() -> String.join(" ", command) + " ends: " + written())
                .isTrue();
        return client.exitValue();
    }

    private Process start(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dparallax.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path", ""),
                "dev.parallax.cli.Main"));
        line.addAll(List.of(command));
        line.addAll(List.of("--lab", side.id().toLowerCase(Locale.ROOT)));
        return new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String written() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
