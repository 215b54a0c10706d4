package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.SystemTime;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.SealKey;
import dev.parallax.puppetconsul.seal.TestKeys;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.secret.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Consul holds of secrets, and who is told them. */
@org.jspecify.annotations.NullUnmarked
final class SealedFleetTest {
    private static final String TOKEN = "open-sesame";
    private static final String NEXT = "close-sesame";

    private PaperFleet fleet = new PaperFleet(2);

    @Test
    void consulHoldsNoSecretInPlain() {
        deploy();

        assertThat(fleet.keys())
                .allSatisfy(key -> assertThat(fleet.value(key)).get().asString().doesNotContain("sesame"));
        String told = fleet.value(Keys.hostData("h1")).orElseThrow();
        assertThat(told)
                .contains("\"PORT\":\"80\"", "\"TOKEN\":null", "\"URL\":null", "parallax::sealed")
                .contains("\"content\":\"port = 80\\n\"");
        assertThat(fleet.data("h1")
                        .at("/parallax::replicas/shop-web-0/components/app/environment/URL")
                        .asText())
                .isEqualTo("http://x:open-sesame@db");
        assertThat(fleet.data("h1").toString()).contains("secret = open-sesame");
    }

    @Test
    void aChangedSecretIsADifferenceAndTheSameOneSealedAgainIsNone() {
        deploy();
        String revision = revision("h1");
        String before = fleet.value(Keys.hostData("h1")).orElseThrow();

        fleet.want(shop(), token(TOKEN));
        fleet.settle();
        assertThat(revision("h1")).isEqualTo(revision);
        assertThat(fleet.value(Keys.hostData("h1"))).contains(before);

        fleet.want(shop(), token(NEXT));
        fleet.settle();
        assertThat(revision("h1")).isNotEqualTo(revision);
        assertThat(fleet.data("h1").toString()).contains(NEXT).doesNotContain(TOKEN);
    }

    @Test
    void aHostWithoutAKeyGetsNoReplicaThatHasSecrets() {
        fleet.drop(Keys.hostKey("h1"));
        fleet.drop(Keys.hostKey("h2"));
        fleet.want(shop(), token(TOKEN));
        fleet.settle();

        assertThat(fleet.status("shop").roles().get("web").replicas().get(0).lastError())
                .get()
                .asString()
                .contains("h1 has not published a key", "h2 has not published a key");

        fleet.publishKey("h2");
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.running()).containsEntry("shop-web-0", "h2");
    }

    @Test
    void aHostThatLostItsKeyGoesOnWithWhatItWasToldUntilItHasAnother() {
        deploy();
        fleet.drop(Keys.hostKey("h1"));
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();

        fleet.want(shop(), token(NEXT));
        fleet.settle();
        assertThat(fleet.data("h1").toString()).contains(TOKEN).doesNotContain(NEXT);
        assertThat(waiting()).contains("host h1 is told nothing: it has not published a key");

        fleet.publishKey("h1");
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.data("h1").toString()).contains(NEXT);
    }

    @Test
    void whereHostsAreNotDrainedFirstARolloutWaitsForTheKeyToo() {
        fleet = new PaperFleet(2, Optional.of(FleetProfile.CLASSIC));
        deploy();
        fleet.drop(Keys.hostKey("h1"));

        fleet.want(shop(), token(NEXT));
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isFalse();
        assertThat(placed().revision()).isEqualTo(1);
        assertThat(waiting()).contains("host h1 is told nothing: it has not published a key");

        fleet.publishKey("h1");
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.data("h1").toString()).contains(NEXT);
    }

    @Test
    void aReplicaIsNotTakenForStartedBecauseOfWhatItsHostWasToldBefore() {
        fleet = new PaperFleet(2, Optional.of(FleetProfile.CLASSIC));
        deploy();
        fleet.want(shop(), token(NEXT));
        while (placed().revision() == 1) {
            fleet.commit(fleet.decide(), 1);
        }
        assertThat(fleet.data("h1").toString()).contains(TOKEN);
        fleet.drop(Keys.hostKey("h1"));

        fleet.settle();
        assertThat(placed().phase()).isEqualTo(PlacedReplica.Phase.STARTING);
        assertThat(fleet.status("shop").isReady()).isFalse();

        fleet.publishKey("h1");
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.data("h1").toString()).contains(NEXT);
    }

    @Test
    void aStartedReplicaRunsAlsoWhereTheKeyWasLostMeanwhile() {
        fleet.want(shop(), token(TOKEN));
        while (fleet.value(Keys.hostData("h1"))
                .filter(told -> told.contains("shop-web-0"))
                .isEmpty()) {
            fleet.commit(fleet.decide(), Integer.MAX_VALUE);
            fleet.hostsAct();
        }
        fleet.drop(Keys.hostKey("h1"));

        fleet.settle();

        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void aRolloutThatCannotBeToldFailsAtItsDeadline() {
        deploy();
        fleet.drop(Keys.hostKey("h1"));
        fleet.want(shop(), token(NEXT));
        fleet.settle();
        assertThat(fleet.failure("shop")).isEmpty();

        fleet.pass(Duration.ofHours(1));
        fleet.settle();

        assertThat(fleet.failure("shop")).get().asString().contains("host h1 is told nothing: it has not published");
    }

    @Test
    void dataAreSealedAnewForAHostThatMadeAnotherKey() {
        deploy();
        SealKey other = SealKey.generate(SystemTime.clock());
        String revision = revision("h1");
        fleet.put(Keys.hostKey("h1"), Certificates.pem(other.certificate()));

        fleet.commit(fleet.decide(), Integer.MAX_VALUE);

        assertThat(Seal.of(other).isSealed(sealed("h1"))).isTrue();
        assertThat(fleet.value(Keys.hostData("h1"))).get().asString().contains(revision);
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void whatSomebodyPublishedInPlaceOfAKeyIsThatHostsTroubleAlone() {
        fleet.put(Keys.hostKey("h1"), "no certificate");

        deploy();

        assertThat(fleet.running()).containsEntry("shop-web-0", "h2");
    }

    @Test
    void damagedDataAreWrittenAnew() {
        deploy();
        String whole = fleet.value(Keys.hostData("h1")).orElseThrow();
        fleet.put(Keys.hostData("h1"), whole.replace(sealed("h1"), sealed("h1").replace("ENC[PKCS7,", "ENC[PKCS7,A")));

        fleet.commit(fleet.decide(), Integer.MAX_VALUE);

        assertThat(fleet.data("h1").toString()).contains(TOKEN);
    }

    @Test
    void aReplacedFleetKeySealsEverythingAnew() {
        deploy();

        fleet.hold(TestKeys.HOST.before(TestKeys.FLEET));
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();

        fleet.hold(TestKeys.HOST);
        assertThat(fleet.decide().commits()).isEmpty();
        assertThat(fleet.world().app("shop").secretsOf(1)).isEqualTo(token(TOKEN));
        fleet.world().requireKey("this test");
    }

    @Test
    void whoHoldsAnotherKeyIsToldWhichIsRight() {
        deploy();

        fleet.hold(TestKeys.HOST);

        assertThatThrownBy(() -> fleet.world().requireKey("this test"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(TestKeys.FLEET.name(), TestKeys.HOST.name(), Keys.SEAL, "--seal-key FILE");
    }

    @Test
    void nobodySealsForANewKeyBeforeTheControllersDo() {
        deploy();
        fleet.world().requireSealing("this test");

        fleet.hold(TestKeys.HOST.before(TestKeys.FLEET));

        fleet.world().requireKey("this test");
        assertThatThrownBy(() -> fleet.world().requireSealing("this test"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(TestKeys.FLEET.name(), "start the fleet's controllers with that file first");
        fleet.settle();
        fleet.world().requireSealing("this test");
    }

    @Test
    void whatWasWrittenInPlainIsNotRead() {
        deploy();
        fleet.put(
                Keys.revisionRecord("shop", 1),
                "{\"made\":\"2026-01-01T00:00:00Z\",\"secrets\":{\"token\":{\"type\":\"single\",\"text\":\"sesame\"}}}");

        assertThatThrownBy(fleet::world)
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("parallax/apps/shop/records/1", "in plain")
                .hasMessageNotContaining("sesame");

        fleet.drop(Keys.revisionRecord("shop", 1));
        fleet.put(Keys.secret("shop", "token"), "{\"type\":\"single\",\"text\":\"sesame\"}");
        assertThatThrownBy(fleet::world)
                .hasMessageContainingAll("parallax/apps/shop/secrets/token", "in plain")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void whatAHostCouldNotOpenIsSaid() {
        deploy();
        String report = fleet.value(Keys.hostReport("h1")).orElseThrow();
        fleet.put(
                Keys.hostReport("h1"),
                report.replace("\"ok\":true", "\"ok\":false,\"errors\":[\"data: sealed for another key\"]"));

        fleet.commit(fleet.decide(), Integer.MAX_VALUE);

        assertThat(waiting()).contains("host h1 goes on with its old data: sealed for another key");
    }

    private void deploy() {
        fleet.want(shop(), token(TOKEN));
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    private PlacedReplica placed() {
        return fleet.world().app("shop").placement().value().get(0);
    }

    private String waiting() {
        return fleet.world()
                .app("shop")
                .status()
                .value()
                .orElseThrow()
                .waiting()
                .toString();
    }

    private String revision(String host) {
        return fleet.data(host).path("parallax::revision").asText();
    }

    private String sealed(String host) {
        String told = fleet.value(Keys.hostData(host)).orElseThrow();
        return told.substring(told.indexOf("ENC["), told.lastIndexOf(']') + 1);
    }

    private static Map<String, SecretValue> token(String text) {
        return Map.of("token", new SecretValue.Single(text));
    }

    private static Application shop() {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                secrets: {token: {generate: password}}
                roles:
                  web:
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {PORT: "80", TOKEN: {secret: token}, URL: "http://x:$(TOKEN)@db"}
                        files:
                          /etc/web/plain: {content: "port = 80\\n"}
                          /etc/web/secret: {content: "secret = {{secret.token}}\\n"}
                """, "shop.yaml", Path.of("."));
    }
}
