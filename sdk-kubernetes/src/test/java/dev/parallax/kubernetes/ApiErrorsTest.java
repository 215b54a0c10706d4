package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.kubernetes.ApiErrors.ApiException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class ApiErrorsTest {
    private final ApiErrors errors = new ApiErrors("https://cluster:6443/");

    @Test
    void namesTheDeniedVerbAndResource() {
        KubernetesClientException denied = new KubernetesClientException(new StatusBuilder()
                .withCode(403)
                .withMessage("nodes is forbidden: User \"a\" cannot list resource \"nodes\"")
                .build());

        ApiException translated = (ApiException) errors.translate("list nodes", denied);

        assertThat(translated)
                .hasMessage("kubernetes: cannot list nodes: permission denied (403): nodes is forbidden: User \"a\""
                        + " cannot list resource \"nodes\"");
        assertThat(translated.mayPass()).isFalse();
    }

    @Test
    void findsWhatIsWrongBehindAnErrorThatSaysNothing() {
        KubernetesClientException wrapped = new KubernetesClientException(
                "An error has occurred.", new IOException("wrapped", new ConnectException("refused")));

        ApiException translated = (ApiException) errors.translate("ask for the cluster's version", wrapped);

        assertThat(translated).hasMessageContaining("https://cluster:6443/ is unreachable");
        assertThat(translated.mayPass()).isTrue();
    }

    @Test
    void tellsOfAnExpiredCertificate() {
        SSLHandshakeException handshake = new SSLHandshakeException("handshake");
        handshake.initCause(new CertificateExpiredException("NotAfter: yesterday"));

        assertThat(errors.translate("apply Service a/b", new KubernetesClientException("oops", handshake)))
                .hasMessageContaining("has expired");
    }

    @Test
    void saysInWordsWhyAConnectionIsNotTrusted() {
        SSLHandshakeException unknown = new SSLHandshakeException("PKIX path building failed");
        unknown.initCause(new CertPathBuilderException("unable to find valid certification path"));

        assertThat(errors.translate("apply", new KubernetesClientException("oops", unknown)))
                .hasMessageEndingWith(
                        ": none of the authorities that the kubeconfig trusts has signed its certificate");
        assertThat(errors.translate(
                        "apply",
                        new KubernetesClientException(
                                "oops", new SSLHandshakeException("Received fatal alert: certificate_expired"))))
                .hasMessageContaining("the client's certificate of the kubeconfig has expired");
    }
}
