package dev.parallax.testkit;

import dev.parallax.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Two keys of the kind that the sample application has. */
final class PemPair {
    private PemPair() {}

    /** Whether the public one knows what the private one has signed. */
    static boolean fits(Map<String, String> files) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("EC");
        byte[] text = "conformance".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(
                keys.generatePrivate(new PKCS8EncodedKeySpec(der(files, Secret.KeyPair.PRIVATE, "PRIVATE KEY"))));
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(
                keys.generatePublic(new X509EncodedKeySpec(der(files, Secret.KeyPair.PUBLIC, "PUBLIC KEY"))));
        signature.update(text);
        return signature.verify(signed);
    }

    private static byte[] der(Map<String, String> files, String name, String label) {
        String pem = Objects.requireNonNull(files.get(name), name);
        String begin = "-----BEGIN " + label + "-----\n";
        String end = "\n-----END " + label + "-----\n";
        if (!pem.startsWith(begin) || !pem.endsWith(end)) {
            throw new AssertionError("'" + name + "' is no " + label + " in PEM");
        }
        return Base64.getMimeDecoder().decode(pem.substring(begin.length(), pem.length() - end.length()));
    }
}
