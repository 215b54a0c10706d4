package dev.parallax.puppetconsul.consul;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a Consul whose certificate is not to be trusted: one line that names what is wrong with it. */
@Timeout(60)
class DistrustedConsulTest {
    private static final char[] NO_PASSWORD = {};
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    Path folder;

    private final Authority trusted;

    DistrustedConsulTest() throws Exception {
        trusted = new Authority("CN=trusted");
    }

    @Test
    void anExpiredCertificateIsNamedAsSuch() throws Exception {
        assertThatServer(trusted.certify(LOOPBACK, -48, -24)).hasMessageContaining("has expired; renew it");
    }

    @Test
    void aCertificateOfTheFutureIsBlamedOnClocks() throws Exception {
        assertThatServer(trusted.certify(LOOPBACK, 24, 48)).hasMessageContaining("not valid yet; compare the clocks");
    }

    @Test
    void aCertificateOfAnotherAddressIsNamedAsSuch() throws Exception {
        assertThatServer(trusted.certify("192.0.2.1", -24, 24)).hasMessageContaining("of another name or address");
    }

    /** The second is one of the same name, as of a fleet that was made anew. */
    @ParameterizedTest
    @ValueSource(strings = {"CN=another", "CN=trusted"})
    void anAuthorityThatIsNotTrustedIsNamedAsSuch(String name) throws Exception {
        assertThatServer(new Authority(name).certify(LOOPBACK, -24, 24))
                .hasMessageContaining("no authority that is trusted here");
    }

    @Test
    void aServerThatSpeaksNoTlsIsNamedAsSuch() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> refuse(plain), "plain");
            server.setDaemon(true);
            server.start();
            assertThatAsking(plain.getLocalPort()).hasMessageContaining("is it https?");
        }
    }

    /** As servers do that expect a request line. */
    private static void refuse(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AbstractThrowableAssert<?, ?> assertThatServer(Certified certified) throws Exception {
        HttpsServer server = server(certified);
        try {
            return assertThatAsking(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private AbstractThrowableAssert<?, ?> assertThatAsking(int port) throws Exception {
        String url = "https://" + LOOPBACK + ":" + port;
        ConsulAddress address = new ConsulAddress(
                URI.create(url), Optional.of(trusted.write(folder)), Optional.empty(), Optional.empty());
        try (HttpConsul consul = new HttpConsul(address)) {
            return assertThatThrownBy(() -> consul.entry("a"))
                    .isInstanceOf(ConsulException.class)
                    .hasMessageStartingWith("Consul at " + url + " does not answer (GET /v1/kv/a): ")
                    .hasMessageNotContaining("\n");
        }
    }

    private static HttpsServer server(Certified certified) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        keys.setKeyEntry(
                "server", certified.keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {certified.certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        return server;
    }

    private record Certified(KeyPair keys, X509Certificate certificate) {}

    private static final class Authority {
        private final X500Name name;
        private final KeyPair keys;
        private final X509Certificate certificate;

        Authority(String name) throws Exception {
            this.name = new X500Name(name);
            this.keys = keys();
            this.certificate = sign(keys, this.name, -72, 72, Extension.basicConstraints, new BasicConstraints(true));
        }

        /** For a server at an address, valid between two moments in hours from now. */
        Certified certify(String address, int from, int until) throws Exception {
            KeyPair own = keys();
            return new Certified(
                    own,
                    sign(
                            own,
                            new X500Name("CN=consul"),
                            from,
                            until,
                            Extension.subjectAlternativeName,
                            new GeneralNames(new GeneralName(GeneralName.iPAddress, address))));
        }

        private X509Certificate sign(
                KeyPair subject,
                X500Name subjectName,
                int from,
                int until,
                ASN1ObjectIdentifier extension,
                ASN1Object value)
                throws Exception {
            Instant now = Instant.now();
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.valueOf(now.toEpochMilli()),
                                    Date.from(now.plus(Duration.ofHours(from))),
                                    Date.from(now.plus(Duration.ofHours(until))),
                                    subjectName,
                                    subject.getPublic())
                            .addExtension(extension, true, value)
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }

        private static KeyPair keys() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        }

        Path write(Path folder) throws IOException, GeneralSecurityException {
            String encoded = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate.getEncoded());
            return Files.writeString(
                    folder.resolve("ca.pem"),
                    "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
        }
    }
}
