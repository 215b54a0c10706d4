package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.prepare;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.model.Secret;
import dev.parallax.secret.SecretException;
import dev.parallax.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Values of secrets: who has to use one is told it, and generated ones are made anew. */
interface SecretBehaviours extends Kit {
    @Test
    @Order(48)
    default void tellsTheValueOfASecretAsReplicasHaveIt() throws Exception {
        ApplicationStatus status = deploy(sample().withVersion("2"));
        assertThat(backend().secret(application(), "token"))
                .contains(new SecretValue.Single(token(web(status).replicas().get(0))));
        assertThat(keys().files()).containsOnlyKeys("0", "1");
        assertThat(backend().secret(application(), "never-heard-of")).isEmpty();
        assertThat(backend().secret("never-heard-of", "token")).isEmpty();
    }

    @Test
    @Order(48)
    default void rotateGivesReplicasANewValueAndKeepsOtherSecrets() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String token = token(web(before).replicas().get(0));
        SecretValue keys = keys();
        ApplicationStatus after = settled(backend().rotate(application(), Set.of("token")));
        assertThat(backend().secret(application(), "token").orElseThrow())
                .isInstanceOfSatisfying(SecretValue.Single.class, rotated -> {
                    assertThat(rotated.text())
                            .hasSize(SampleApplication.TOKEN_LENGTH)
                            .isNotEqualTo(token);
                    assertThat(web(after).replicas()).hasSize(2).allSatisfy(replica -> assertThat(token(replica))
                            .isEqualTo(rotated.text()));
                });
        assertThat(keys()).as("other secrets stay").isEqualTo(keys);
        assertThat(prepare(after).attempts())
                .as("no step runs again")
                .isEqualTo(prepare(before).attempts());
        ApplicationStatus again = deploy(sample().withVersion("2"));
        assertThat(identities(again)).as("the new value is kept").isEqualTo(identities(after));
    }

    @Test
    @Order(48)
    default void rotateMakesTheStagedFernetKeyThePrimaryOne() throws Exception {
        deploy(sample().withVersion("2"));
        String staged = keys().files().get("0");
        ApplicationStatus after = settled(backend().rotate(application(), Set.of("keys")));
        assertThat(keys().files()).containsOnlyKeys("0", "1").containsEntry("1", staged);
        for (String key : List.of("0", "1")) {
            assertThat(web(after).replicas()).allSatisfy(replica -> assertThat(
                            file(replica, SampleApplication.WEB_PORT, SampleApplication.KEYS + "/" + key))
                    .isEqualTo(keys().files().get(key)));
        }
    }

    @Test
    @Order(48)
    default void generatesAKeyPairThatStaysUntilItIsRotated() throws Exception {
        deploy(sample().withVersion("2"));
        Map<String, String> made = pair().files();
        assertThat(PemPair.fits(made)).as("the public key is the private one's").isTrue();
        ApplicationStatus again = deploy(sample().withVersion("2").withGreeting("hello again"));
        assertThat(pair().files()).isEqualTo(made);
        hasPair(again, made);
        ApplicationStatus rotated = settled(backend().rotate(application(), Set.of("pair")));
        Map<String, String> anew = pair().files();
        assertThat(anew.get(Secret.KeyPair.PRIVATE)).isNotEqualTo(made.get(Secret.KeyPair.PRIVATE));
        assertThat(PemPair.fits(anew))
                .as("the new public key is the new private one's")
                .isTrue();
        hasPair(rotated, anew);
    }

    private void hasPair(ApplicationStatus status, Map<String, String> pair) {
        assertThat(web(status).replicas()).hasSize(2).allSatisfy(replica -> {
            pair.forEach((key, text) -> assertThat(
                            file(replica, SampleApplication.WEB_PORT, SampleApplication.PAIR + "/" + key))
                    .isEqualTo(text));
            assertThat(environment(replica))
                    .containsEntry(SampleApplication.PUBLIC_KEY, pair.get(Secret.KeyPair.PUBLIC));
        });
    }

    private SecretValue.Keys pair() {
        return (SecretValue.Keys) backend().secret(application(), "pair").orElseThrow();
    }

    @Test
    @Order(48)
    default void takesASecretThatIsKeptElsewhereAndItsNewValueWhenAppliedAgain() throws Exception {
        deploy(sample().withVersion("2"));
        assumeTrue(
                keep(SampleApplication.KEPT, Optional.of("first")), "the backend has no place for secrets of others");
        Application application = sample().withVersion("2").withKept();
        try {
            for (String value : List.of("first", "second")) {
                keep(SampleApplication.KEPT, Optional.of(value));
                ApplicationStatus status = settled(backend().apply(application));
                assertThat(web(status).replicas()).hasSize(2).allSatisfy(replica -> assertThat(environment(replica))
                        .containsEntry(SampleApplication.KEPT_TEXT, value));
                assertThat(backend().secret(application(), "kept")).contains(new SecretValue.Single(value));
            }
            assertThatThrownBy(() -> backend().rotate(application(), Set.of("kept")))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("change it there, then apply again");
        } finally {
            keep(SampleApplication.KEPT, Optional.empty());
        }
        assertThatThrownBy(() -> backend().apply(application))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("secret 'kept'");
        deploy(sample().withVersion("2"));
    }

    @Test
    @Order(48)
    default void rotateRefusesWhatAStepHasPassedOn() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        assertThatThrownBy(() -> backend().rotate(application(), Set.of("token", "step-token")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("step-token")
                .hasMessageContaining(SampleApplication.PREPARE);
        assertThatThrownBy(() -> backend().rotate(application(), Set.of("nothing")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining("token");
        assertThat(token(web(status()).replicas().get(0)))
                .isEqualTo(token(web(before).replicas().get(0)));
        assertThat(status().revision()).isEqualTo(before.revision());
    }

    private SecretValue.Keys keys() {
        return (SecretValue.Keys) backend().secret(application(), "keys").orElseThrow();
    }
}
