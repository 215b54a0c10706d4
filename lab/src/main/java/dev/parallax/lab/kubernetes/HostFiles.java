package dev.parallax.lab.kubernetes;

import static java.util.stream.Collectors.joining;

import dev.parallax.lab.Racks;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.kubernetes.ClusterLayout.Host;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is written on each host: configuration, certificates and units. A pure function of layout, profile and certificates. */
final class HostFiles {
    private static final String ETC = "/etc/kubernetes/";
    /** For {@code kubectl} on the control host. */
    static final String ADMINISTRATOR = ETC + "admin.kubeconfig";

    private static final String UNITS = "/etc/systemd/system/";

    private final ClusterPki pki;
    private final TimerProfile profile;
    private final Map<String, String> images;

    /**
     * @param images the images of the cluster's own pods, by the name of the template's variable
     */
    HostFiles(ClusterPki pki, TimerProfile profile, Map<String, String> images) {
        this.pki = pki;
        this.profile = profile;
        this.images = images;
    }

    /** The services of a host, in the order in which they are started. */
    static List<String> services(Host host) {
        return host.isControl()
                ? List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler")
                : List.of("containerd", "kubelet", "kube-proxy");
    }

    List<HostFile> of(Host host) {
        Map<String, String> values = values(host);
        List<HostFile> files = new ArrayList<>();
        files.add(HostFile.text(ETC + "lab-host", Templates.render("host/files/lab-host", values)));
        files.add(HostFile.text(UNITS + "lab-host.service", Templates.render("host/units/lab-host.service", values)));
        String kind = host.isControl() ? "control" : "worker";
        for (String service : services(host)) {
            String unit = service + ".service";
            files.add(HostFile.text(UNITS + unit, Templates.render(kind + "/units/" + unit, values)));
        }
        files.add(HostFile.text(
                UNITS + "multi-user.target.d/parallax.conf",
                "[Unit]\nWants=lab-host.service "
                        + services(host).stream().map(name -> name + ".service").collect(joining(" "))
                        + "\n"));
        if (host.isControl()) {
            control(files);
        } else {
            worker(host, values, files);
        }
        return List.copyOf(files);
    }

    private void control(List<HostFile> files) {
        add(files, "ca", pki.authority());
        certificate(files, "etcd-ca", pki.etcdAuthority());
        add(files, "etcd-server", pki.etcdServer());
        add(files, "apiserver-etcd-client", pki.etcdClient());
        add(files, "apiserver", pki.apiServer());
        add(files, "apiserver-kubelet-client", pki.kubeletClient());
        files.add(HostFile.text(ETC + "pki/sa.pub", pki.serviceAccounts().certificate()));
        files.add(HostFile.secret(ETC + "pki/sa.key", pki.serviceAccounts().key()));
        for (String component : List.of("controller-manager", "scheduler")) {
            String user = "system:kube-" + component;
            files.add(HostFile.secret(ETC + component + ".kubeconfig", kubeconfig(user, pki.component(user))));
        }
        files.add(HostFile.secret(ADMINISTRATOR, kubeconfig()));
    }

    private void worker(Host host, Map<String, String> values, List<HostFile> files) {
        for (String file : List.of(
                "containerd.toml", "kubelet.yaml", "kube-proxy.yaml", "resolv.conf", "cni/10-parallax.conflist")) {
            files.add(HostFile.text(ETC + file, Templates.render("worker/files/" + file, values)));
        }
        certificate(files, "ca", pki.authority());
        add(files, "kubelet-server", pki.kubeletServer(host));
        files.add(
                HostFile.secret(ETC + "kubelet.kubeconfig", kubeconfig("system:node:" + host.name(), pki.node(host))));
        files.add(HostFile.secret(
                ETC + "kube-proxy.kubeconfig", kubeconfig("system:kube-proxy", pki.component("system:kube-proxy"))));
    }

    /** The administrator's kubeconfig. */
    String kubeconfig() {
        return kubeconfig("parallax-admin", pki.administrator());
    }

    /** The objects of the cluster's own parts, each template with its name. */
    Map<String, String> manifests() {
        Map<String, String> manifests = new TreeMap<>();
        for (String name :
                List.of("10-access", "20-dns", "30-metallb-types", "40-metallb", "50-addresses", "60-storage")) {
            manifests.put(name, Templates.render("manifests/" + name + ".yaml", common()));
        }
        return manifests;
    }

    private Map<String, String> common() {
        Map<String, String> values = new TreeMap<>(profile.settings());
        values.putAll(images);
        values.put("control.address", ClusterLayout.CONTROL.address());
        values.put("service.cidr", ClusterLayout.SERVICE_CIDR);
        values.put("pod.cidr", ClusterLayout.POD_CIDR);
        values.put("dns.address", ClusterLayout.DNS_ADDRESS);
        values.put("public.addresses", ClusterLayout.PUBLIC_ADDRESSES);
        values.put("memberlist.key", pki.sharedKey("memberlist"));
        values.put("storage.path", "/var/lib/parallax/volumes");
        return values;
    }

    private Map<String, String> values(Host host) {
        Map<String, String> values = common();
        values.put("host.name", host.name());
        values.put("host.address", host.address());
        values.put("host.podCidr", host.podCidr().orElse(""));
        values.put(
                "host.labels", host.rack().map(rack -> Racks.LABEL + "=" + rack).orElse(""));
        values.put(
                "routes",
                ClusterLayout.WORKERS.stream()
                        .filter(other -> !other.equals(host))
                        .map(other -> "ip route replace " + other.podCidr().orElseThrow() + " via " + other.address())
                        .collect(joining("\n")));
        return values;
    }

    private String kubeconfig(String user, Credential credential) {
        return Templates.render(
                "kubeconfig.yaml",
                Map.of(
                        "control.address",
                        ClusterLayout.CONTROL.address(),
                        "ca",
                        base64(pki.authority().certificate()),
                        "user",
                        user,
                        "certificate",
                        base64(credential.certificate()),
                        "key",
                        base64(credential.key())));
    }

    private static void add(List<HostFile> files, String name, Credential credential) {
        certificate(files, name, credential);
        files.add(HostFile.secret(ETC + "pki/" + name + ".key", credential.key()));
    }

    private static void certificate(List<HostFile> files, String name, Credential credential) {
        files.add(HostFile.text(ETC + "pki/" + name + ".crt", credential.certificate()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
