package dev.parallax.puppetconsul.consul;

import dev.parallax.backend.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.Header;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.message.BasicHeader;

/** The HTTP client that consul-api is given: our trust, our time limits, and the token in a header, never in a URL. */
final class Transport {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int CONNECTIONS = 32;

    private Transport() {}

    static CloseableHttpClient open(ConsulAddress address, Duration answerWithin) {
        SSLConnectionSocketFactory tls = address.authority()
                .map(Transport::trusting)
                .map(SSLConnectionSocketFactory::new)
                .orElseGet(SSLConnectionSocketFactory::getSystemSocketFactory);
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("http", PlainConnectionSocketFactory.getSocketFactory())
                        .register("https", tls)
                        .build(),
                null,
                null,
                null,
                30,
                TimeUnit.SECONDS);
        connections.setMaxTotal(CONNECTIONS);
        connections.setDefaultMaxPerRoute(CONNECTIONS);
        connections.setValidateAfterInactivity(1000);
        List<Header> headers = address.token()
                .map(token -> List.<Header>of(new BasicHeader("X-Consul-Token", token)))
                .orElse(List.of());
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultHeaders(headers)
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setConnectionRequestTimeout((int) CONNECT.toMillis())
                        .setSocketTimeout((int) answerWithin.toMillis())
                        .build())
                .build();
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidSettingException(
                    "certificate authority " + authority + " cannot be read: " + e.getMessage()
                            + "; name a PEM file with the certificate that signed Consul's own",
                    e);
        }
    }
}
