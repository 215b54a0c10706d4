package dev.parallax.lab.binaries;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that the lab's hosts run and that has to be downloaded or built.
 *
 * @param files the executables that its folder must have before it counts as present
 * @param release how the project publishes it; empty when it publishes no executables
 * @param module how it is built here
 */
public record Software(String name, String version, List<String> files, Optional<Release> release, GoModule module) {
    /**
     * etcd and Kubernetes. Built here it is one executable under seven names; released, seven executables. Either way a host sees a
     * folder with these names.
     */
    public static final Software KUBERNETES = kubernetes("1.35.4", "3.6.5");

    /** The Consul agent, which is its server and its command line as well. */
    public static final Software CONSUL = consul("1.13.9");

    /** The cluster's DNS server. */
    public static final Software COREDNS = coredns("1.12.4");

    /** What gives services of type LoadBalancer their addresses. */
    public static final Software METALLB = new Software(
            "metallb",
            "0.15.2",
            List.of("controller", "speaker"),
            Optional.empty(),
            GoModule.of("metallb", "go.universe.tf/metallb/controller", "go.universe.tf/metallb/speaker"));

    /** What makes volumes for claims, as folders of a node. */
    public static final Software LOCAL_PATH_PROVISIONER = new Software(
            "local-path-provisioner",
            "0.0.30",
            List.of("local-path-provisioner"),
            Optional.empty(),
            GoModule.of("local-path-provisioner", "github.com/rancher/local-path-provisioner"));

    /** Our own: the process that holds a pod open ({@code pause}) and the conformance tests' application ({@code web}). */
    public static final Software TOOLS = new Software(
            "tools", "1", List.of("pause", "web"), Optional.empty(), GoModule.of("tools", "./pause", "./web"));

    /** Everything, the slowest to build first. */
    public static final List<Software> ALL =
            List.of(KUBERNETES, CONSUL, COREDNS, METALLB, LOCAL_PATH_PROVISIONER, TOOLS);

    /** The version and how it is built here: executables of another revision may differ. */
    public String revision() {
        return version + "-" + module.digest();
    }

    @Override
    public String toString() {
        return name + " " + version;
    }

    private static Software kubernetes(String version, String etcd) {
        List<String> components = List.of(
                "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl");
        List<String> names = List.of(
                "etcd",
                "kube-apiserver",
                "kube-controller-manager",
                "kube-scheduler",
                "kubelet",
                "kube-proxy",
                "kubectl");
        List<Release.Download> downloads = new java.util.ArrayList<>();
        String etcdFolder = "https://github.com/etcd-io/etcd/releases/download/v" + etcd + "/";
        downloads.add(new Release.Download(
                etcdFolder + "etcd-v" + etcd + "-{os}-{arch}.tar.gz",
                etcdFolder + "SHA256SUMS",
                Release.Packing.TAR_GZIP,
                Map.of("etcd-v" + etcd + "-{os}-{arch}/etcd", "etcd")));
        for (String component : components) {
            String url = "https://dl.k8s.io/v" + version + "/bin/{os}/{arch}/" + component;
            downloads.add(
                    new Release.Download(url, url + ".sha256", Release.Packing.NONE, Map.of(component, component)));
        }
        String variables = "k8s.io/component-base/version.";
        String[] numbers = version.split("\\.", -1);
        return new Software(
                "kubernetes",
                version,
                names,
                Optional.of(new Release(downloads)),
                new GoModule(
                        "kubernetes",
                        List.of("."),
                        List.of("selinux"),
                        List.of(
                                variables + "gitVersion=v" + version,
                                variables + "gitMajor=" + numbers[0],
                                variables + "gitMinor=" + numbers[1],
                                variables + "gitTreeState=clean"),
                        names));
    }

    private static Software consul(String version) {
        String folder = "https://releases.hashicorp.com/consul/" + version + "/consul_" + version;
        return new Software(
                "consul",
                version,
                List.of("consul"),
                Optional.of(new Release(List.of(new Release.Download(
                        folder + "_{os}_{arch}.zip",
                        folder + "_SHA256SUMS",
                        Release.Packing.ZIP,
                        Map.of("consul", "consul"))))),
                GoModule.of("consul", "github.com/hashicorp/consul"));
    }

    private static Software coredns(String version) {
        String url = "https://github.com/coredns/coredns/releases/download/v" + version + "/coredns_" + version
                + "_{os}_{arch}.tgz";
        return new Software(
                "coredns",
                version,
                List.of("coredns"),
                Optional.of(new Release(List.of(new Release.Download(
                        url, url + ".sha256", Release.Packing.TAR_GZIP, Map.of("coredns", "coredns"))))),
                GoModule.of("coredns", "github.com/coredns/coredns"));
    }
}
