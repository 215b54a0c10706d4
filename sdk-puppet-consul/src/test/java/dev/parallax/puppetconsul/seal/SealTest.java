package dev.parallax.puppetconsul.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.SystemTime;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.InvalidSettingException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@org.jspecify.annotations.NullUnmarked
final class SealTest {
    private static final String OWNER = "parallax/apps/shop/";
    private static final String WHERE = "parallax/apps/shop/records/1";
    private static final String TEXT = "{\"token\":\"s\u00e9same\\nopen\"}";

    private final Seal fleet = Seal.of(TestKeys.FLEET);
    private final Seal host = Seal.of(TestKeys.HOST);

    @TempDir
    Path folder;

    @Test
    void opensWhatItSealed() {
        String sealed = fleet.seal(OWNER, TEXT);

        assertThat(sealed).startsWith("ENC[PKCS7,").endsWith("]").doesNotContain("same");
        assertThat(fleet.open(OWNER, WHERE, sealed)).isEqualTo(TEXT);
        assertThat(fleet.seal(OWNER, TEXT)).as("the same text, sealed again").isNotEqualTo(sealed);
    }

    @Test
    void sealsForAHostAsWell() {
        String sealed = fleet.seal(OWNER, TEXT, TestKeys.HOST.certificate());

        assertThat(host.open(OWNER, WHERE, sealed)).isEqualTo(TEXT);
        assertThat(fleet.isSealed(sealed, TestKeys.HOST.certificate())).isTrue();
        assertThat(fleet.isSealed(fleet.seal(OWNER, TEXT), TestKeys.HOST.certificate()))
                .isFalse();
    }

    @Test
    void opensWhatOpenSslSealed() {
        String sealed = TestKeys.text("sealed.txt");

        assertThat(host.open("parallax/hosts/h1/", "parallax/hosts/h1/data", sealed))
                .isEqualTo(fleet.open("parallax/hosts/h1/", "parallax/hosts/h1/data", sealed))
                .contains("TOKEN\":\"s\u00e9same");
    }

    @Test
    void saysWhatToDoWithAnotherKeyAndWithNone() {
        String sealed = fleet.seal(OWNER, TEXT);

        assertThatThrownBy(() -> host.open(OWNER, WHERE, sealed))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(WHERE, "host.key", "--seal-key FILE");
        assertThatThrownBy(() -> Seal.NONE.open(OWNER, WHERE, sealed))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(WHERE, "--seal-key FILE");
        assertThatThrownBy(() -> Seal.NONE.seal(OWNER, TEXT)).isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void givesNoOtherTextThanWasSealed() {
        byte[] bytes = Base64.getDecoder()
                .decode(fleet.seal(OWNER, TEXT).replace("ENC[PKCS7,", "").replace("]", ""));
        int refused = 0;
        for (int place = bytes.length - 1; place > 0; place -= 7) {
            byte[] changed = bytes.clone();
            changed[place] ^= 1;
            String text = "ENC[PKCS7," + Base64.getEncoder().encodeToString(changed) + "]";
            try {
                assertThat(fleet.open(OWNER, WHERE, text)).isEqualTo(TEXT);
            } catch (BackendException e) {
                assertThat(e).hasMessageContaining(WHERE).hasMessageNotContaining("same");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(bytes.length / 7 / 2);
    }

    @Test
    void refusesWhatWasCopiedOrNeverSealed() {
        String sealed = fleet.seal(OWNER, TEXT);
        assertThatThrownBy(() -> fleet.open("parallax/apps/other/", WHERE, sealed))
                .hasMessageContainingAll(WHERE, "copied from elsewhere");
        assertThatThrownBy(() -> fleet.open(OWNER, WHERE, TEXT))
                .hasMessageContainingAll(WHERE, "it is not sealed")
                .hasMessageNotContaining("same");
    }

    @Test
    void aKeyThatReplacesAnotherOpensWhatThatSealed() {
        Seal next = Seal.of(TestKeys.HOST.before(TestKeys.FLEET));
        String sealed = fleet.seal(OWNER, TEXT);

        assertThat(next.open(OWNER, WHERE, sealed)).isEqualTo(TEXT);
        assertThat(next.isSealed(sealed)).isFalse();
        assertThat(host.open(OWNER, WHERE, next.seal(OWNER, TEXT))).isEqualTo(TEXT);
    }

    @Test
    void digestsAreByTheKey() {
        assertThat(fleet.digest(TEXT)).isEqualTo(fleet.digest(TEXT)).isNotEqualTo(host.digest(TEXT));
        assertThat(fleet.digest(TEXT)).isNotEqualTo(fleet.digest(TEXT + " "));
    }

    @Test
    void aNewKeyIsForItsOwnerAloneAndOverwritesNothing() throws IOException {
        Path file = folder.resolve("seal.key");
        SealKey made = SealKey.generate(SystemTime.clock());

        made.writeNew(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SealKey.read(file).certificate()).isEqualTo(made.certificate());
        assertThatThrownBy(() -> TestKeys.FLEET.writeNew(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(SealKey.read(file).certificate()).isEqualTo(made.certificate());
        assertThat(made.toString()).contains(made.name()).doesNotContain("PRIVATE");
    }

    @Test
    void saysWhatAFileThatIsNoKeyShouldBe() throws IOException {
        Path file = Files.writeString(folder.resolve("seal.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n");

        assertThatThrownBy(() -> SealKey.read(file))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(file.toString(), "`parallax secret key --to FILE`")
                .hasMessageNotContaining("c2Vj");
        assertThatThrownBy(() -> SealKey.read(folder.resolve("none")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll("none", "cannot be read");
    }
}
