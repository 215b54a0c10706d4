package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final CertificateAuthority authority = CertificateAuthority.create("parallax-test", CLOCK);

    @Test
    void issuesServerCertificatesForAddressesAndNames() throws Exception {
        X509Certificate certificate = read(authority.issue("kube-apiserver", "", List.of("10.0.0.1", "k8s-control")));

        certificate.verify(read(authority.credential()).getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("10.0.0.1", "k8s-control");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void issuesClientCertificatesThatNoServerCanUse() throws Exception {
        X509Certificate certificate = read(authority.issue("system:node:a", "system:nodes", List.of()));

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=system:node:a,O=system:nodes");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void goesOnWithAnAuthorityThatWasMadeBefore() throws Exception {
        CertificateAuthority again = CertificateAuthority.of(authority.credential(), CLOCK);

        X509Certificate certificate = read(again.issueForAnyClient("admin", "system:masters"));

        certificate.verify(read(authority.credential()).getPublicKey());
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void issuesCertificatesThatHoldFromNowOn() throws Exception {
        X509Certificate certificate = read(authority.issue("a", "", List.of()));

        certificate.checkValidity(Date.from(NOW));
        assertThat(certificate.getNotAfter()).isAfter(Date.from(NOW.plusSeconds(86_400L * 3000)));
    }

    @Test
    void neverShowsAKey() {
        assertThat(authority.credential().toString()).doesNotContain("PRIVATE");
    }

    private static X509Certificate read(Credential credential) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(credential.certificate().getBytes(StandardCharsets.UTF_8)));
    }
}
