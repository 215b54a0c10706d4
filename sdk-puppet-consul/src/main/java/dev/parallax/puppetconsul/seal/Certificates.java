package dev.parallax.puppetconsul.seal;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;

/** Public keys, as certificates that nobody vouches for but whoever may write the place where they are found. */
public final class Certificates {
    /** The fewest bits of a key that is sealed for. */
    static final int LEAST_BITS = 2048;

    private Certificates() {}

    /** Reads one of PEM with an RSA key; anything else is an {@link IllegalArgumentException} that says what is wrong with it. */
    public static X509Certificate read(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
                throw new IllegalArgumentException("not a certificate of an RSA key");
            }
            if (key.getModulus().bitLength() < LEAST_BITS) {
                throw new IllegalArgumentException("a certificate of a key with fewer than " + LEAST_BITS + " bits");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate in PEM", e);
        }
    }

    /** As PEM. */
    public static String pem(X509Certificate certificate) {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** By what people tell one from another: the first bytes of its SHA-256. */
    public static String fingerprint(X509Certificate certificate) {
        return HexFormat.ofDelimiter(":").formatHex(sha256(encoded(certificate)), 0, 8);
    }

    static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be written", e);
        }
    }
}
