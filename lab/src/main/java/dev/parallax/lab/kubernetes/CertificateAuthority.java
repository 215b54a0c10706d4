package dev.parallax.lab.kubernetes;

import dev.parallax.lab.LabException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** Issues certificates, with keys on the curve P-256 unless it says otherwise. */
final class CertificateAuthority {
    private static final Duration LIFE = Duration.ofDays(3650);
    /** Clocks of the hosts are the machine's; a margin all the same. */
    private static final Duration MARGIN = Duration.ofMinutes(5);
    /** Less life than this is too little for a cluster that is about to start. */
    private static final Duration REST = Duration.ofDays(30);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Credential credential;
    private final Clock clock;

    private CertificateAuthority(Credential credential, Clock clock) {
        this.credential = credential;
        this.clock = clock;
    }

    /** A new authority. */
    static CertificateAuthority create(String name, Clock clock) {
        try {
            KeyPair keys = newKeys("EC");
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, name)
                    .build();
            X509v3CertificateBuilder builder = builder(subject, subject, keys, clock);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return new CertificateAuthority(sign(builder, keys, keys.getPrivate()), clock);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new LabException("could not make the certificate authority " + name + ": " + e.getMessage(), e);
        }
    }

    /** An authority that was made before. */
    static CertificateAuthority of(Credential credential, Clock clock) {
        return new CertificateAuthority(credential, clock);
    }

    Credential credential() {
        return credential;
    }

    /**
     * A certificate for a client or a server.
     *
     * @param organization the group of a user of Kubernetes; empty for none
     * @param addresses IPv4 addresses and DNS names of a server; empty for a client
     */
    Credential issue(String commonName, String organization, List<String> addresses) {
        return issue(commonName, organization, addresses, "EC");
    }

    /** A client's certificate with an RSA key, which every client library reads. */
    Credential issueForAnyClient(String commonName, String organization) {
        return issue(commonName, organization, List.of(), "RSA");
    }

    private Credential issue(String commonName, String organization, List<String> addresses, String algorithm) {
        try {
            X509CertificateHolder issuer = (X509CertificateHolder) parse(credential.certificate());
            PrivateKey issuerKey = privateKey(credential.key());
            KeyPair keys = newKeys(algorithm);
            X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
            if (!organization.isEmpty()) {
                subject.addRDN(BCStyle.O, organization);
            }
            subject.addRDN(BCStyle.CN, commonName);
            X509v3CertificateBuilder builder = builder(issuer.getSubject(), subject.build(), keys, clock);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_clientAuth));
            if (!addresses.isEmpty()) {
                purposes.add(KeyPurposeId.id_kp_serverAuth);
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(addresses.stream()
                                .map(CertificateAuthority::alternativeName)
                                .toArray(GeneralName[]::new)));
            }
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
            return sign(builder, keys, issuerKey);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new LabException("could not issue a certificate for " + commonName + ": " + e.getMessage(), e);
        }
    }

    /** A key pair that signs without a certificate: {@code certificate} is the public key. */
    static Credential signingKeys() {
        try {
            KeyPair keys = newKeys("EC");
            return new Credential(pem(keys.getPublic()), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        } catch (GeneralSecurityException | IOException e) {
            throw new LabException("could not make signing keys: " + e.getMessage(), e);
        }
    }

    /** Whether a certificate and its key belong together, are of this authority, and good for a while yet. */
    boolean isUsable(Credential kept) {
        try {
            X509CertificateHolder certificate = (X509CertificateHolder) parse(kept.certificate());
            X509CertificateHolder issuer = (X509CertificateHolder) parse(credential.certificate());
            Instant now = clock.instant();
            return !certificate.getNotBefore().toInstant().isAfter(now)
                    && certificate.getNotAfter().toInstant().isAfter(now.plus(REST))
                    && certificate.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer))
                    && isPair(publicKey(certificate.getSubjectPublicKeyInfo()), privateKey(kept.key()));
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | CertException
                | RuntimeException e) {
            // Whatever is wrong with it, it is not a certificate with its key.
            return false;
        }
    }

    /** Whether a public and a private key, both as {@link #signingKeys} makes them, belong together. */
    static boolean isPair(Credential kept) {
        try {
            return isPair(publicKey((SubjectPublicKeyInfo) parse(kept.certificate())), privateKey(kept.key()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Whatever is wrong with them, they are not two keys.
            return false;
        }
    }

    /** What the one signs, the other must recognise. */
    private static boolean isPair(PublicKey verifying, PrivateKey signing) throws GeneralSecurityException {
        byte[] text = "pair".getBytes(StandardCharsets.US_ASCII);
        Signature signature =
                Signature.getInstance("SHA256with" + (signing.getAlgorithm().startsWith("EC") ? "ECDSA" : "RSA"));
        signature.initSign(signing);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(verifying);
        signature.update(text);
        return signature.verify(signed);
    }

    private static PublicKey publicKey(SubjectPublicKeyInfo info) throws IOException {
        return new JcaPEMKeyConverter().getPublicKey(info);
    }

    private static KeyPair newKeys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Clock clock)
            throws CertIOException {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, RANDOM).add(BigInteger.ONE),
                Date.from(now.minus(MARGIN)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    private static Credential sign(X509v3CertificateBuilder builder, KeyPair keys, PrivateKey issuer)
            throws OperatorCreationException, IOException {
        X509CertificateHolder certificate = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer));
        return new Credential(pem(certificate), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    }

    private static GeneralName alternativeName(String address) {
        boolean numeric = address.matches("[0-9.]+");
        return new GeneralName(numeric ? GeneralName.iPAddress : GeneralName.dNSName, address);
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static Object parse(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return parser.readObject();
        }
    }

    private static PrivateKey privateKey(String pem) throws IOException {
        Object object = parse(pem);
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        return object instanceof PEMKeyPair pair
                ? converter.getKeyPair(pair).getPrivate()
                : converter.getPrivateKey((org.bouncycastle.asn1.pkcs.PrivateKeyInfo) object);
    }
}
