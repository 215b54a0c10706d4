package dev.parallax.lab.kubernetes;

import dev.parallax.lab.LabException;
import dev.parallax.lab.kubernetes.ClusterLayout.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The cluster's certificates, kept in a folder of the machine's user so that a later run can go on with the same cluster. Each is
 * made when it is first asked for, and made anew when what was kept is of no use: damaged, about to expire, not the key's, or of
 * another authority. etcd has an authority of its own: no certificate that Kubernetes issues opens the store.
 */
final class ClusterPki {
    private final Path folder;
    private final Clock clock;
    private final Set<String> renewed = new TreeSet<>();
    private final CertificateAuthority kubernetes;
    private final CertificateAuthority etcd;

    ClusterPki(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.kubernetes = authority("ca", "parallax-kubernetes");
        this.etcd = authority("etcd-ca", "parallax-etcd");
    }

    private CertificateAuthority authority(String name, String commonName) {
        Credential credential = kept(
                name,
                kept -> CertificateAuthority.of(kept, clock).isUsable(kept),
                () -> CertificateAuthority.create(commonName, clock).credential());
        return CertificateAuthority.of(credential, clock);
    }

    private Credential issued(String name, CertificateAuthority by, Supplier<Credential> make) {
        return kept(name, by::isUsable, make);
    }

    /** The names of what was kept, was of no use, and was made anew. */
    synchronized Set<String> renewed() {
        return Set.copyOf(renewed);
    }

    /** The authority of clients, API server and kubelets. */
    Credential authority() {
        return kubernetes.credential();
    }

    Credential etcdAuthority() {
        return etcd.credential();
    }

    /** Distinguishes this cluster from one whose hosts and pods trust other certificates and tokens. */
    String fingerprint() {
        return sha256(authority().certificate() + serviceAccounts().certificate())
                .substring(0, 16);
    }

    Credential etcdServer() {
        return issued("etcd-server", etcd, () -> etcd.issue("etcd", "", List.of("127.0.0.1", "localhost")));
    }

    Credential etcdClient() {
        return issued("apiserver-etcd-client", etcd, () -> etcd.issue("kube-apiserver", "", List.of()));
    }

    Credential apiServer() {
        return issued(
                "apiserver",
                kubernetes,
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
        return issued(
                "apiserver-kubelet-client",
                kubernetes,
                () -> kubernetes.issue("kube-apiserver-kubelet-client", "", List.of()));
    }

    /** Signs the tokens of service accounts; its certificate is the bare public key. */
    Credential serviceAccounts() {
        return kept("sa", CertificateAuthority::isPair, CertificateAuthority::signingKeys);
    }

    /** The certificate of the cluster's administrator. */
    Credential administrator() {
        return issued("admin", kubernetes, () -> kubernetes.issueForAnyClient("parallax-admin", "system:masters"));
    }

    /** The certificate of a user that Kubernetes knows by name, such as {@code system:kube-scheduler}. */
    Credential component(String name) {
        return issued(name.replace(':', '-'), kubernetes, () -> kubernetes.issue(name, "", List.of()));
    }

    /** What a node's kubelet shows to the API server. */
    Credential node(Host host) {
        return issued(
                "node-" + host.name(),
                kubernetes,
                () -> kubernetes.issue("system:node:" + host.name(), "system:nodes", List.of()));
    }

    /** What a node's kubelet shows to its clients. */
    Credential kubeletServer(Host host) {
        return issued(
                "kubelet-" + host.name(),
                kubernetes,
                () -> kubernetes.issue(
                        "system:node:" + host.name(), "system:nodes", List.of(host.address(), host.name())));
    }

    /** A secret that programs of the cluster share, always the same for the same purpose. */
    String sharedKey(String purpose) {
        return sha256(purpose + serviceAccounts().key());
    }

    private synchronized Credential kept(String name, Predicate<Credential> isUsable, Supplier<Credential> make) {
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        try {
            if (Files.exists(certificate) && Files.exists(key)) {
                Credential kept = new Credential(text(certificate), text(key));
                if (isUsable.test(kept)) {
                    return kept;
                }
                renewed.add(name);
            }
            Credential made = make.get();
            // Interrupted between the two, they are no pair and made anew.
            PrivateFiles.write(key, made.key());
            PrivateFiles.write(certificate, made.certificate());
            return made;
        } catch (IOException e) {
            throw new LabException("could not keep the certificate " + certificate + ": " + e.getMessage(), e);
        }
    }

    /** Whatever bytes there are. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
