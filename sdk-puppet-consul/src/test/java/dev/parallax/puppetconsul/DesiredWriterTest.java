package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.InvalidSettingException;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.Indexed;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.TestKeys;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.secret.SecretResolver;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written down for who applies. */
final class DesiredWriterTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = FIRST.plus(Duration.ofHours(1));

    private final TreeMap<String, KvEntry> store = new TreeMap<>();
    private long index;

    private final Application shop = DefinitionReader.read("""
            apiVersion: parallax.dev/v1
            kind: Application
            metadata: {name: shop, version: "1"}
            roles: {web: {components: {app: {artifact: {image: "web:1"}, command: [/bin/web]}}}}
            """, "shop.yaml", Path.of("."));

    private final Application vault = DefinitionReader.read("""
            apiVersion: parallax.dev/v1
            kind: Application
            metadata: {name: vault, version: "1"}
            secrets: {token: {generate: password}}
            roles: {web: {components: {app: {artifact: {image: "web:1"}, command: [/bin/web], env: {T: {secret: token}}}}}}
            """, "vault.yaml", Path.of("."));

    @Test
    void whatFailedIsAskedForAgainByTheSameDefinition() {
        want(FIRST);
        status(Optional.of("role web has waited for service db for longer than 300 s"));

        assertThat(want(LATER)).as("revision").isEqualTo(1);
        assertThat(desired().applied()).isEqualTo(LATER);
        assertThat(StateJson.read("status", value(Keys.status("shop")), ControllerStatus.class)
                        .failure())
                .isEmpty();
    }

    @Test
    void whatDidNotFailStaysAsItWasAskedFor() {
        want(FIRST);
        status(Optional.empty());

        assertThat(want(LATER)).as("revision").isEqualTo(1);
        assertThat(desired().applied()).isEqualTo(FIRST);
    }

    @Test
    void secretsAreSealedAndTheSameOnesAreNoNewRevision() {
        assertThat(want(vault, Seal.of(TestKeys.FLEET))).isEqualTo(1);
        assertThat(want(vault, Seal.of(TestKeys.FLEET))).isEqualTo(1);

        assertThat(value(Keys.secret("vault", "token"))).startsWith("ENC[PKCS7,");
        assertThat(value(Keys.revisionRecord("vault", 1))).contains("\"secrets\":\"ENC[PKCS7,");
        assertThat(value(Keys.SEAL)).contains("BEGIN CERTIFICATE");
    }

    @Test
    void whoHasNoKeyOrAnotherWritesNothing() {
        assertThatThrownBy(() -> want(vault, Seal.NONE))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll("vault has secrets", "--seal-key FILE", "`parallax secret key --to FILE`");
        assertThat(store).isEmpty();

        want(vault, Seal.of(TestKeys.FLEET));
        long before = index;
        assertThatThrownBy(() -> want(vault, Seal.of(TestKeys.HOST)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(TestKeys.FLEET.name(), TestKeys.HOST.name(), "--seal-key FILE");
        assertThat(index).isEqualTo(before);
    }

    private long want(Application application, Seal seal) {
        return new DesiredWriter(consul(), Clock.fixed(FIRST, ZoneOffset.UTC), SecretResolver.ofThisProcess(), seal)
                .want(application);
    }

    private long want(Instant now) {
        return new DesiredWriter(consul(), Clock.fixed(now, ZoneOffset.UTC), SecretResolver.ofThisProcess(), Seal.NONE)
                .want(shop);
    }

    private void status(Optional<String> failure) {
        write(
                Keys.status("shop"),
                StateJson.write(new ControllerStatus(
                        1, "1", "failed", failure, List.of(), List.of(), Map.of(), Map.of(), Optional.empty())));
    }

    private Desired desired() {
        return StateJson.read("desired", value(Keys.desired("shop")), Desired.class);
    }

    private String value(String key) {
        return Objects.requireNonNull(store.get(key)).value();
    }

    private void write(String key, String value) {
        store.put(key, new KvEntry(key, value, ++index, Optional.empty()));
    }

    /** A Consul that has keys and nothing else. */
    private Consul consul() {
        return (Consul) Proxy.newProxyInstance(
                Consul.class.getClassLoader(),
                new Class<?>[] {Consul.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "entries" -> new Indexed<>(List.copyOf(store.values()), index);
                    case "nodes", "checks" -> new Indexed<>(List.of(), index);
                    case "commit" -> commit((List<?>) Objects.requireNonNull(arguments)[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private OptionalLong commit(List<?> operations) {
        operations.forEach(operation -> {
            KvOperation.Put put = (KvOperation.Put) operation;
            write(put.key(), put.value());
        });
        return OptionalLong.of(index);
    }
}
