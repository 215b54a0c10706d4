package dev.parallax.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.model.Application;
import dev.parallax.model.KeyAlgorithm;
import dev.parallax.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretResolverTest {
    private final SecretResolver resolver =
            new SecretResolver(Map.of("TOKEN", "abc", "EMPTY", "")::get, new SecretGenerator(new SecureRandom()));

    @Test
    void generatesPasswordsOfLettersAndDigits() {
        Map<String, SecretValue> values = resolver.resolve(with(new Secret.Password(32)), Map.of());
        assertThat(((SecretValue.Single) Objects.requireNonNull(values.get("it"))).text())
                .matches("[A-Za-z0-9]{32}");
    }

    @Test
    void generatesFernetKeysInNumberedFiles() {
        SecretValue value =
                resolver.resolve(with(new Secret.FernetKeys(3)), Map.of()).get("it");
        Map<String, String> files = ((SecretValue.Keys) Objects.requireNonNull(value)).files();
        assertThat(files).containsOnlyKeys("0", "1", "2");
        assertThat(files.values()).doesNotHaveDuplicates().allSatisfy(key -> assertThat(
                        Base64.getUrlDecoder().decode(key))
                .hasSize(32));
    }

    @Test
    void keepsWhatWasGeneratedBefore() {
        Application application = with(new Secret.Password(32));
        Map<String, SecretValue> first = resolver.resolve(application, Map.of());
        assertThat(resolver.resolve(application, first)).isEqualTo(first);
    }

    @Test
    void rotatesPasswordsThatAreNamedAndNoOthers() {
        Application application = with(new Secret.Password(32));
        Map<String, SecretValue> first = resolver.resolve(application, Map.of());
        assertThat(resolver.rotating(Set.of("it")).resolve(application, first)).isNotEqualTo(first);
        assertThat(resolver.rotating(Set.of("other")).resolve(application, first))
                .isEqualTo(first);
    }

    @Test
    void rotatesFernetKeysSoThatThePrimaryOneWasKnownBefore() {
        assertThat(rotated(4, Map.of("0", "staged", "1", "oldest", "2", "old", "3", "primary")))
                .hasSize(4)
                .containsEntry("3", "staged")
                .containsEntry("2", "primary")
                .containsEntry("1", "old");
        assertThat(rotated(2, Map.of("0", "staged", "1", "primary"))).hasSize(2).containsEntry("1", "staged");
        assertThat(rotated(1, Map.of("0", "only"))).containsOnlyKeys("0").doesNotContainValue("only");
    }

    @Test
    void rotationBringsFernetKeysToTheNumberThatIsWantedNow() {
        assertThat(rotated(4, Map.of("0", "staged", "1", "primary")))
                .hasSize(3)
                .containsEntry("2", "staged")
                .containsEntry("1", "primary");
        assertThat(rotated(2, Map.of("0", "staged", "1", "old", "2", "primary")))
                .hasSize(2)
                .containsEntry("1", "staged");
    }

    private Map<String, String> rotated(int count, Map<String, String> present) {
        SecretValue value = resolver.rotating(Set.of("it"))
                .resolve(with(new Secret.FernetKeys(count)), Map.of("it", new SecretValue.Keys(present)))
                .get("it");
        return ((SecretValue.Keys) Objects.requireNonNull(value)).files();
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void generatesAPairOfKeysThatFit(KeyAlgorithm algorithm) throws Exception {
        Map<String, String> files = pair(resolver, algorithm, Map.of());
        assertThat(files).containsOnlyKeys("private", "public");
        String family = algorithm.name().replaceFirst("_.*", "").replace("ED25519", "Ed25519");
        KeyFactory keys = KeyFactory.getInstance(family);
        PrivateKey signs = keys.generatePrivate(new PKCS8EncodedKeySpec(der(files.get("private"), "PRIVATE KEY")));
        PublicKey verifies = keys.generatePublic(new X509EncodedKeySpec(der(files.get("public"), "PUBLIC KEY")));
        Signature signature = Signature.getInstance(
                Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA").getOrDefault(family, family));
        signature.initSign(signs);
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(verifies);
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
        if (verifies instanceof RSAKey rsa) {
            assertThat(algorithm.name()).endsWith("_" + rsa.getModulus().bitLength());
        }
    }

    private static byte[] der(@Nullable String pem, String label) {
        assertThat(pem)
                .matches("-----BEGIN " + label + "-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END " + label + "-----\n");
        return Base64.getMimeDecoder().decode(Objects.requireNonNull(pem).replaceAll("-----.*-----\n", ""));
    }

    @Test
    void keepsAPairOfKeysUntilItIsRotatedAlsoWhereAnotherAlgorithmIsWanted() {
        Map<String, String> first = pair(resolver, KeyAlgorithm.EC_P256, Map.of());
        Map<String, SecretValue> stored = Map.of("it", new SecretValue.Keys(first));
        assertThat(pair(resolver, KeyAlgorithm.ED25519, stored)).isEqualTo(first);
        assertThat(pair(resolver.rotating(Set.of("other")), KeyAlgorithm.EC_P256, stored))
                .isEqualTo(first);
        assertThat(pair(resolver.rotating(Set.of("it")), KeyAlgorithm.EC_P256, stored))
                .doesNotContainEntry("private", first.get("private"))
                .doesNotContainEntry("public", first.get("public"));
    }

    @Test
    void takesNoKeysOfOneKindForThoseOfAnother() {
        Map<String, String> first = pair(resolver, KeyAlgorithm.EC_P256, Map.of());
        assertThat(pair(resolver, KeyAlgorithm.EC_P256, Map.of("it", new SecretValue.Keys(Map.of("0", "a", "1", "b")))))
                .containsOnlyKeys("private", "public");
        assertThat(rotated(2, first)).containsOnlyKeys("0", "1");
    }

    private static Map<String, String> pair(
            SecretResolver resolver, KeyAlgorithm algorithm, Map<String, SecretValue> stored) {
        SecretValue value =
                resolver.resolve(with(new Secret.KeyPair(algorithm)), stored).get("it");
        return ((SecretValue.Keys) Objects.requireNonNull(value)).files();
    }

    @Test
    void generatesAnewWhenTheStoredValueIsOfAnotherKind() {
        Map<String, SecretValue> stored = Map.of("it", new SecretValue.Single("x"));
        assertThat(resolver.resolve(with(new Secret.FernetKeys(1)), stored).get("it"))
                .isInstanceOf(SecretValue.Keys.class);
    }

    @Test
    void readsTheEnvironmentAnew() {
        Map<String, SecretValue> stored = Map.of("it", new SecretValue.Single("old"));
        assertThat(resolver.resolve(with(new Secret.FromEnvironment("TOKEN")), stored))
                .containsEntry("it", new SecretValue.Single("abc"));
    }

    @Test
    void readsAFileWithoutItsLastLineEnd(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "two\nlines\n");
        assertThat(resolver.resolve(with(new Secret.FromFile(file.toString())), Map.of()))
                .containsEntry("it", new SecretValue.Single("two\nlines"));
    }

    @Test
    void namesWhatIsMissing(@TempDir Path folder) {
        assertThatThrownBy(() -> resolver.resolve(with(new Secret.FromEnvironment("EMPTY")), Map.of()))
                .isInstanceOf(SecretException.class)
                .hasMessage("secret 'it': environment variable EMPTY is not set; set it before applying");
        assertThatThrownBy(() -> resolver.resolve(
                        with(new Secret.FromFile(folder.resolve("none").toString())), Map.of()))
                .isInstanceOf(SecretException.class)
                .hasMessageEndingWith("none does not exist");
    }

    @Test
    void refusesAFileThatIsNoText(@TempDir Path folder) throws Exception {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9});
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> resolver.resolve(with(new Secret.FromFile(latin.toString())), Map.of()))
                .isInstanceOf(SecretException.class)
                .hasMessage("secret 'it': file " + latin + " is not UTF-8 text");
        assertThatThrownBy(() -> resolver.resolve(with(new Secret.FromFile(large.toString())), Map.of()))
                .isInstanceOf(SecretException.class)
                .hasMessageEndingWith("it has more than 1048576 bytes");
    }

    private static Application with(Secret secret) {
        return Application.builder()
                .name("app")
                .version("1")
                .putSecrets("it", secret)
                .build();
    }
}
