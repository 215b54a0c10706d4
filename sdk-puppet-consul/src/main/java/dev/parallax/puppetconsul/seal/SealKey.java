package dev.parallax.puppetconsul.seal;

import dev.parallax.backend.InvalidSettingException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What controllers and operators of a fleet hold to seal its secrets, and to open them: RSA key pairs with a certificate each. The first one
 * seals; those after it are of before, and only open. Never in {@code toString}.
 */
public final class SealKey {
    private static final int BITS = 3072;
    /** Nothing ends by itself: a key is in use until another one is put in its place. */
    private static final Duration LIFETIME = Duration.ofDays(365L * 100);

    private final String origin;
    private final List<Pair> pairs;

    record Pair(X509Certificate certificate, PrivateKey key) {
        @Override
        public String toString() {
            return "Pair[" + Certificates.fingerprint(certificate) + "]";
        }
    }

    private SealKey(String origin, List<Pair> pairs) {
        this.origin = origin;
        this.pairs = List.copyOf(pairs);
    }

    /** A new one. */
    public static SealKey generate(Clock clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=parallax fleet");
            Instant now = clock.instant();
            X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                            Date.from(now),
                            Date.from(now.plus(LIFETIME)),
                            name,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
            return new SealKey(
                    "a new key",
                    List.of(new Pair(
                            new JcaX509CertificateConverter().getCertificate(certificate), pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no RSA key could be made: " + e.getMessage(), e);
        }
    }

    /** Reads a file that {@link #writeNew} wrote; what cannot be read, or holds none, is an {@link InvalidSettingException}. */
    public static SealKey read(Path file) {
        try {
            return of(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "puppet-consul: the fleet's key " + file + " cannot be read: "
                            + e.getClass().getSimpleName() + "; name the file with --seal-key, or setting seal-key",
                    e);
        }
    }

    /** Reads PEM; {@code origin} is named where it is not what it should be. */
    public static SealKey of(String origin, String pem) {
        List<Pair> pairs = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            PrivateKey key = null;
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PrivateKeyInfo info) {
                    key = new JcaPEMKeyConverter().getPrivateKey(info);
                } else if (found instanceof PEMKeyPair pair) {
                    key = new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                } else if (found instanceof X509CertificateHolder holder && key != null) {
                    X509Certificate certificate =
                            Certificates.read(Certificates.pem("CERTIFICATE", holder.getEncoded()));
                    requirePair(certificate, key);
                    pairs.add(new Pair(certificate, key));
                    key = null;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Without the parser's own words, which may repeat what it read.
            throw unfit(origin, e);
        }
        if (pairs.isEmpty()) {
            throw unfit(origin, new IllegalArgumentException("no pair"));
        }
        return new SealKey(origin, pairs);
    }

    private static void requirePair(X509Certificate certificate, PrivateKey key) {
        boolean fits = key instanceof RSAPrivateCrtKey own
                && certificate.getPublicKey() instanceof RSAPublicKey published
                && own.getModulus().equals(published.getModulus());
        if (!fits) {
            throw new IllegalArgumentException("a certificate of another key");
        }
    }

    private static InvalidSettingException unfit(String origin, Exception cause) {
        return new InvalidSettingException(
                "puppet-consul: the fleet's key " + origin
                        + " holds no private key with its certificate in PEM; write one by `parallax secret key --to FILE`",
                cause);
    }

    /** This one to seal with, and what {@code older} has to open what was sealed before. */
    public SealKey before(SealKey older) {
        List<Pair> all = new ArrayList<>(pairs);
        all.addAll(older.pairs);
        return new SealKey(origin, all);
    }

    /**
     * Writes it to a file that is not there, for its owner alone, whole or not at all. One that is there is a
     * {@link java.nio.file.FileAlreadyExistsException}.
     */
    public void writeNew(Path file) throws IOException {
        FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        OutputStream opened = Channels.newOutputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner));
        try (OutputStream out = opened) {
            out.write(pem().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private String pem() {
        StringBuilder pem = new StringBuilder();
        pairs.forEach(
                pair -> pem.append(Certificates.pem("PRIVATE KEY", pair.key().getEncoded()))
                        .append(Certificates.pem(pair.certificate())));
        return pem.toString();
    }

    /** The certificate of the key that seals. */
    public X509Certificate certificate() {
        return pairs.get(0).certificate();
    }

    /** By what people tell it from others; not secret. */
    public String name() {
        return Certificates.fingerprint(certificate());
    }

    /** Where it was read from. */
    public String origin() {
        return origin;
    }

    List<Pair> pairs() {
        return pairs;
    }

    @Override
    public String toString() {
        return "SealKey" + pairs;
    }
}
