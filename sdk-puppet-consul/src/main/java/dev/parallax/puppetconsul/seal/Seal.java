package dev.parallax.puppetconsul.seal;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.InvalidSettingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the fleet, and opens what was sealed for it. Without a key it does neither, and says so only when it is asked to:
 * an application without secrets needs none.
 *
 * <p>What is sealed begins with a line that names whose it is and its digest: a text that was changed, or copied to where it does not belong, is
 * none.
 */
public final class Seal {
    /** Of whoever has no key. */
    public static final Seal NONE = new Seal(Optional.empty());

    private static final String FORM = "parallax/1 ";

    private final Optional<SealKey> key;

    private Seal(Optional<SealKey> key) {
        this.key = key;
    }

    public static Seal of(SealKey key) {
        return new Seal(Optional.of(key));
    }

    public static Seal of(Optional<SealKey> key) {
        return key.map(Seal::of).orElse(NONE);
    }

    /** The fleet's certificate, as far as who holds the key knows. */
    public Optional<X509Certificate> certificate() {
        return key.map(SealKey::certificate);
    }

    /** Whether what is sealed for this certificate is opened. */
    public boolean opens(X509Certificate certificate) {
        return key.stream().flatMap(held -> held.pairs().stream()).anyMatch(pair -> pair.certificate()
                .equals(certificate));
    }

    /** Whether there may be texts that are sealed for a key of before. */
    public boolean isReplacing() {
        return key.filter(held -> held.pairs().size() > 1).isPresent();
    }

    /** Text for the fleet and for {@code others} alone. {@code owner} has no blanks. */
    public String seal(String owner, String text, X509Certificate... others) {
        List<X509Certificate> recipients = new ArrayList<>(List.of(others));
        recipients.add(require(owner).certificate());
        String header = FORM + owner + " " + plainDigest(text) + "\n";
        return Envelope.seal((header + text).getBytes(StandardCharsets.UTF_8), recipients);
    }

    /** What {@link #seal} was given for the same owner. {@code where}: Consul's key that holds it, to be named where it cannot be opened. */
    public String open(String owner, String where, String sealed) {
        Envelope envelope;
        try {
            envelope = Envelope.read(sealed);
        } catch (IllegalArgumentException e) {
            throw unfit(where, e);
        }
        SealKey held = require(where);
        SealKey.Pair pair = held.pairs().stream()
                .filter(each -> envelope.isFor(each.certificate()))
                .findFirst()
                .orElseThrow(() -> new InvalidSettingException("puppet-consul: what Consul's key " + where
                        + " holds is not sealed for the key in " + held.origin()
                        + "; give the key that the fleet's controllers have: --seal-key FILE, or setting seal-key"));
        try {
            String opened = text(envelope.open(pair.certificate(), pair.key()));
            int end = opened.indexOf('\n');
            String text = opened.substring(end + 1);
            if (end < 0 || !opened.substring(0, end).equals(FORM + owner + " " + plainDigest(text))) {
                throw new IllegalArgumentException("it is damaged, or was copied from elsewhere");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw unfit(where, e);
        }
    }

    /** Whether a text is sealed for the fleet's present key, and for {@code others}. */
    public boolean isSealed(String sealed, X509Certificate... others) {
        try {
            Envelope envelope = Envelope.read(sealed);
            return certificate().filter(envelope::isFor).isPresent()
                    && List.of(others).stream().allMatch(envelope::isFor);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tells texts apart that are secret: whoever has no key cannot try which text it is of. */
    public String digest(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] own = require("a digest").pairs().get(0).key().getEncoded();
            mac.init(new SecretKeySpec(Certificates.sha256(own), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }

    /** Ends with one line for whoever has no key. {@code what} needs one. */
    public SealKey require(String what) {
        return key.orElseThrow(() -> new InvalidSettingException("puppet-consul: " + what
                + " takes the key by which the fleet's secrets are sealed, and none is given; name its file by --seal-key"
                + " FILE, or setting seal-key (`parallax secret key --to FILE` makes one for a new fleet)"));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is damaged", e);
        }
    }

    /** Tells texts apart that are not secret, or are sealed beside it: the SHA-256 in hexadecimal digits. */
    public static String plainDigest(String text) {
        return HexFormat.of().formatHex(Certificates.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static BackendException unfit(String where, IllegalArgumentException e) {
        return new BackendException("Consul's key " + where + " does not hold secrets as Parallax sealed them: "
                + e.getMessage() + "; restore it, or delete it and apply again");
    }

    @Override
    public String toString() {
        return "Seal" + key.map(SealKey::toString).orElse("[none]");
    }
}
