package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.Parallax;
import dev.parallax.SystemTime;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.backend.Plan;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabContext;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.SealKey;
import dev.parallax.secret.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are where replicas read them, and nowhere else in plain: not in Consul, logs, reports or lists of processes. */
@OnFleet
final class SealedSecretsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "sealed";
    private static final String KEY_FILE = "/var/lib/parallax/seal-key.pem";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Lab lab;
    private static Docker docker;
    private static FleetSide side;
    private static FleetSecrets secrets;
    private static FleetConsul consul;
    private static Backend backend;

    @BeforeAll
    static void bringUp() throws IOException {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        docker = Docker.connect();
        side = new FleetSide(new LabContext(docker, Places.ofThisUser(), Progress.NONE), FleetProfile.RECONCILED);
        secrets = FleetSecrets.of(Places.ofThisUser().state(Side.PUPPET_CONSUL));
        consul = new FleetConsul(secrets);
        backend = backend(Optional.of(secrets.sealKeyFile()));
        Files.writeString(folder.resolve("pem"), "-----BEGIN \"QUOTED\"\n/with\\back&slash=\u00e9\n-----END-----\n");
    }

    @AfterAll
    static void close() {
        backend.close();
        docker.close();
        lab.close();
    }

    @AfterEach
    void delete() {
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
    }

    @Test
    void secretsAreInPlainWhereReplicasReadThemAndNowhereElse() throws Exception {
        ApplicationStatus status = backend.apply(application("1")).await(LIMIT);
        Set<String> texts = texts();
        String token = token();

        assertThat(texts).hasSize(4);
        String host = hosts(status).get(0);
        assertThat(on(host, "cat /etc/sealed/conf")).isEqualTo("token = " + token);
        assertThat(on(host, "cat /etc/sealed/pem"))
                .isEqualTo(Files.readString(folder.resolve("pem")).stripTrailing());
        assertThat(texts).contains(on(host, "cat /etc/sealed/keys/0"), on(host, "cat /etc/sealed/keys/1"));
        assertThat(on(host, "cat /etc/parallax/environment/parallax-sealed-web-*"))
                .contains("TOKEN=\"" + token + "\"", "URL=\"http://user:" + token + "@db\"");
        assertNowhereInPlain(texts);
        assertThat(backend.plan(application("1")).isEmpty()).isTrue();

        Plan plan = backend.plan(application("2", "/usr/bin/parallax-web, more"));
        assertThat(plan.isEmpty()).isFalse();
        texts.forEach(text -> assertThat(plan.toString()).doesNotContain(text));

        backend.rotate(NAME, Set.of("token")).await(LIMIT);

        assertThat(token()).isNotEqualTo(token);
        assertThat(on(host, "cat /etc/sealed/conf")).isEqualTo("token = " + token());
        texts.addAll(texts());
        assertNowhereInPlain(texts);
    }

    @Test
    void aRevisionThatFailedGoesBackToTheSecretsOfBefore() throws Exception {
        backend.apply(application("1")).await(LIMIT);
        Set<String> texts = texts();

        assertThatThrownBy(() -> backend.apply(application("2", "/bin/false")).await(LIMIT))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("rolled back");

        await().atMost(LIMIT).until(() -> backend.observe(NAME).orElseThrow().isReady());
        assertThat(texts()).isEqualTo(texts);
        assertNowhereInPlain(texts);
    }

    @Test
    void aHostWhoseKeyWasLostMakesAnotherAndGoesOn() throws Exception {
        String host = hosts(backend.apply(application("1")).await(LIMIT)).get(0);
        String before = published(host);
        String started = on(host, "systemctl show -P MainPID 'parallax-sealed-web-*'");

        on(host, "rm " + KEY_FILE);
        assertThat(consul.exchange("DELETE", "/v1/kv/parallax/hosts/" + host + "/key", "", secrets.managementToken())
                        .statusCode())
                .isEqualTo(200);

        await().atMost(LIMIT)
                .until(() -> !published(host).isEmpty() && !published(host).equals(before));
        assertThat(on(host, "stat -c '%a %U' " + KEY_FILE)).isEqualTo("600 root");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(report(host).path("ok").asBoolean())
                        .as("%s", report(host))
                        .isTrue());
        assertThat(on(host, "systemctl show -P MainPID 'parallax-sealed-web-*'"))
                .as("nothing was torn down")
                .isEqualTo(started);
        assertThat(backend.plan(application("1")).isEmpty()).isTrue();
        backend.rotate(NAME, Set.of("token")).await(LIMIT);
        assertThat(on(host, "cat /etc/sealed/conf")).isEqualTo("token = " + token());
    }

    @Test
    void aHostReadsAndWritesNoKeyOrDataOfAnother() throws Exception {
        List<String> hosts = hosts(backend.apply(application("1")).await(LIMIT));
        String other = FleetLayout.HOSTS.stream()
                .map(FleetLayout.Member::name)
                .filter(name -> !name.equals(hosts.get(0)))
                .findFirst()
                .orElseThrow();
        String own = "/v1/kv/parallax/hosts/" + hosts.get(0) + "/";

        for (String key : List.of("data", "key")) {
            assertThat(consul.exchange("GET", own + key, "", secrets.hostToken(other))
                            .statusCode())
                    .as(key)
                    .isEqualTo(403);
            assertThat(consul.exchange("PUT", own + key, "x", secrets.hostToken(other))
                            .statusCode())
                    .as(key)
                    .isEqualTo(403);
        }
        assertThat(on(other, "find " + KEY_FILE + " -perm 600 -user root")).isEqualTo(KEY_FILE);
    }

    @Test
    void whoHasNoKeyOrAnotherIsToldSoAndTouchesNothing() throws Exception {
        backend.apply(application("1")).await(LIMIT);
        Path wrong = folder.resolve("wrong.key");
        SealKey.generate(SystemTime.clock()).writeNew(wrong);
        String desired = consul.text("parallax/apps/" + NAME + "/desired").orElseThrow();

        for (Optional<Path> key : List.of(Optional.<Path>empty(), Optional.of(wrong))) {
            try (Backend without = backend(key)) {
                assertThat(without.observe(NAME).orElseThrow().isReady()).isTrue();
                assertThatThrownBy(() -> without.plan(application("2")))
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("--seal-key FILE");
                assertThatThrownBy(() -> without.apply(application("2")))
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("--seal-key FILE");
                assertThatThrownBy(() -> without.secret(NAME, "token"))
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("--seal-key FILE");
            }
        }
        assertThat(consul.text("parallax/apps/" + NAME + "/desired")).contains(desired);
    }

    private static void assertNowhereInPlain(Set<String> texts) {
        Set<String> forms = new TreeSet<>();
        texts.forEach(text -> forms.addAll(forms(text)));
        JsonNode entries = consul.get("/v1/kv/?recurse");
        assertThat(entries.size()).isGreaterThan(5);
        for (JsonNode entry : entries) {
            String value =
                    new String(Base64.getDecoder().decode(entry.path("Value").asText("")), StandardCharsets.UTF_8);
            forms.forEach(form -> assertThat(value)
                    .as("Consul's key %s", entry.path("Key").asText())
                    .doesNotContain(form));
        }
        for (FleetLayout.Member member : FleetLayout.ALL) {
            String said = on(member.name(), "journalctl --no-pager --quiet; ps -ewwo args");
            forms.forEach(form -> assertThat(said.contains(form))
                    .as("journal and processes of %s", member.name())
                    .isFalse());
        }
    }

    /** As it is, as JSON has it, and as it is within the base64 of anything, wherever it begins there. */
    private static Set<String> forms(String text) {
        Set<String> forms = new TreeSet<>(List.of(text));
        try {
            String quoted = JSON.writeValueAsString(text);
            forms.add(quoted.substring(1, quoted.length() - 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(offset == 0 ? 0 : offset + 1, encoded.length() - 2));
        }
        return forms;
    }

    private static Set<String> texts() {
        Set<String> texts = new TreeSet<>();
        for (String name : List.of("token", "keys", "pem")) {
            backend.secret(NAME, name).orElseThrow().forEach((key, text) -> texts.add(text));
        }
        return texts;
    }

    private static String token() {
        return ((SecretValue.Single) backend.secret(NAME, "token").orElseThrow()).text();
    }

    private static String published(String host) {
        return consul.text("parallax/hosts/" + host + "/key").orElse("");
    }

    private static JsonNode report(String host) {
        return consul.document("parallax/hosts/" + host + "/report").orElseThrow();
    }

    private static List<String> hosts(ApplicationStatus status) {
        List<String> hosts = new ArrayList<>();
        status.roles().values().forEach(role -> role.replicas().stream()
                .map(ReplicaStatus::host)
                .flatMap(Optional::stream)
                .forEach(hosts::add));
        return hosts;
    }

    private static String on(String host, String command) {
        return side.host(host).sh(LIMIT, command).strip();
    }

    private static Backend backend(Optional<Path> key) {
        BackendSettings settings = side.settings();
        Parallax.BackendBuilder builder = Parallax.backend("puppet-consul");
        settings.names().stream()
                .filter(name -> !name.equals("seal-key"))
                .forEach(name -> builder.with(name, settings.get(name).orElseThrow()));
        key.ifPresent(file -> builder.with("seal-key", file.toString()));
        return builder.open();
    }

    private static Application application(String version) {
        return application(version, "/usr/bin/parallax-web");
    }

    private static Application application(String version, String program) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: sealed, version: "%s"}
                secrets:
                  token: {generate: password}
                  keys: {generate: fernet-keys, count: 2}
                  pem: {file: %s/pem}
                roles:
                  web:
                    replicas: {count: 2, update: {deadline: 20s, onFailure: rollback}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [%s]
                        env: {PORT: "18087", TOKEN: {secret: token}, URL: "http://user:$(TOKEN)@db"}
                        files:
                          /etc/sealed/conf: {content: "token = {{secret.token}}\\n"}
                          /etc/sealed/pem: {secret: pem}
                          /etc/sealed/keys: {secret: keys}
                        ports: {http: 18087}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(version, folder, program), "sealed.yaml", Path.of("."));
    }
}
