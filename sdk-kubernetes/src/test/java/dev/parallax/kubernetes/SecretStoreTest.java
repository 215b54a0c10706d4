package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.Problem;
import dev.parallax.definition.Validation;
import dev.parallax.model.Application;
import dev.parallax.model.Secret;
import org.junit.jupiter.api.Test;

/** The backend's own secret is never one of a definition. */
final class SecretStoreTest {
    @Test
    void noDefinitionHasASecretOfTheDigestKeysName() {
        assertThat(Validation.problems(withSecret(SecretStore.DIGEST_KEY)))
                .extracting(Problem::path)
                .contains("secrets.parallax-digest-key");
    }

    @Test
    void noDefinitionHasASecretWhoseObjectIsTheDigestKey() {
        assertThat(Validation.problems(withSecret(SecretStore.objectName("shop", SecretStore.DIGEST_KEY))))
                .extracting(Problem::message)
                .contains("'shop.digest-key' has not the right form");
        assertThat(SecretStore.objectName("shop", "shop-digest-key")).isEqualTo("shop-digest-key");
    }

    private static Application withSecret(String name) {
        return Application.builder()
                .name("shop")
                .version("1")
                .putSecrets(name, new Secret.Password(32))
                .build();
    }
}
