package dev.parallax.lab.kubernetes;

import dev.parallax.lab.LabException;
import dev.parallax.lab.kubernetes.ClusterLayout.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * The cluster's certificates, kept in a folder of the machine's user so that a later run can go on with the same cluster. Each is
 * made when it is first asked for. etcd has an authority of its own: no certificate that Kubernetes issues opens the store.
 */
final class ClusterPki {
    private final Path folder;
    private final Clock clock;
    private final CertificateAuthority kubernetes;
    private final CertificateAuthority etcd;

    ClusterPki(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.kubernetes = authority("ca", "parallax-kubernetes");
        this.etcd = authority("etcd-ca", "parallax-etcd");
    }

    private CertificateAuthority authority(String name, String commonName) {
        return CertificateAuthority.of(
                kept(name, () -> CertificateAuthority.create(commonName, clock).credential()), clock);
    }

    /** The authority of clients, API server and kubelets. */
    Credential authority() {
        return kubernetes.credential();
    }

    Credential etcdAuthority() {
        return etcd.credential();
    }

    /** Distinguishes this cluster from one with other certificates. */
    String fingerprint() {
        return sha256(authority().certificate()).substring(0, 16);
    }

    Credential etcdServer() {
        return kept("etcd-server", () -> etcd.issue("etcd", "", List.of("127.0.0.1", "localhost")));
    }

    Credential etcdClient() {
        return kept("apiserver-etcd-client", () -> etcd.issue("kube-apiserver", "", List.of()));
    }

    Credential apiServer() {
        return kept(
                "apiserver",
                () -> kubernetes.issue(
                        "kube-apiserver",
                        "",
                        List.of(
                                ClusterLayout.API_SERVICE_ADDRESS,
                                ClusterLayout.CONTROL.address(),
                                "127.0.0.1",
                                "localhost",
                                ClusterLayout.CONTROL.name(),
                                "kubernetes",
                                "kubernetes.default",
                                "kubernetes.default.svc",
                                "kubernetes.default.svc.cluster.local")));
    }

    /** What the API server shows to kubelets. */
    Credential kubeletClient() {
        return kept("apiserver-kubelet-client", () -> kubernetes.issue("kube-apiserver-kubelet-client", "", List.of()));
    }

    /** Signs the tokens of service accounts; its certificate is the bare public key. */
    Credential serviceAccounts() {
        return kept("sa", CertificateAuthority::signingKeys);
    }

    /** The certificate of the cluster's administrator. */
    Credential administrator() {
        return kept("admin", () -> kubernetes.issueForAnyClient("parallax-admin", "system:masters"));
    }

    /** The certificate of a user that Kubernetes knows by name, such as {@code system:kube-scheduler}. */
    Credential component(String name) {
        return kept(name.replace(':', '-'), () -> kubernetes.issue(name, "", List.of()));
    }

    /** What a node's kubelet shows to the API server. */
    Credential node(Host host) {
        return kept(
                "node-" + host.name(), () -> kubernetes.issue("system:node:" + host.name(), "system:nodes", List.of()));
    }

    /** What a node's kubelet shows to its clients. */
    Credential kubeletServer(Host host) {
        return kept(
                "kubelet-" + host.name(),
                () -> kubernetes.issue(
                        "system:node:" + host.name(), "system:nodes", List.of(host.address(), host.name())));
    }

    /** A secret that programs of the cluster share, always the same for the same purpose. */
    String sharedKey(String purpose) {
        return sha256(purpose + serviceAccounts().key());
    }

    private synchronized Credential kept(String name, Supplier<Credential> make) {
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        try {
            if (Files.exists(certificate) && Files.exists(key)) {
                return new Credential(Files.readString(certificate), Files.readString(key));
            }
            Credential made = make.get();
            // The certificate last: it says that both are there.
            PrivateFiles.write(key, made.key());
            PrivateFiles.write(certificate, made.certificate());
            return made;
        } catch (IOException e) {
            throw new LabException("could not keep the certificate " + certificate + ": " + e.getMessage(), e);
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
