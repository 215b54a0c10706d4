package dev.parallax.lab.image;

import dev.parallax.lab.Resources;
import dev.parallax.lab.binaries.Software;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image is made: from the Dockerfile in the resource folder of its name.
 *
 * @param image name and tag
 * @param folder the resource folder
 * @param parent the image that it stands on, one of ours
 * @param files further resources that it takes in, from the folder of all images
 * @param executables name in the image's context to the executable
 */
record Recipe(
        String image, String folder, Optional<Recipe> parent, List<String> files, Map<String, Executable> executables) {
    /** One executable of a piece of software. */
    record Executable(Software software, String file) {}

    private static final List<String> BOOT = List.of("prepare-host", "parallax-init");
    private static final Map<String, Executable> WEB_SERVER =
            Map.of("parallax-web", new Executable(Software.TOOLS, "web"));

    static final Recipe DEBIAN = new Recipe("parallax/debian:12", "debian", Optional.empty(), List.of(), Map.of());
    static final Recipe KEYSTONE = onDebian("parallax/keystone:22.0.2", "keystone");
    static final Recipe MARIADB = onDebian("parallax/mariadb:10.11", "mariadb");
    static final Recipe MEMCACHED = onDebian("parallax/memcached:1.6.18", "memcached");
    static final Recipe HELPER = onDebian("parallax/helper:1", "helper");
    static final Recipe WEB = new Recipe("parallax/web:1", "web", Optional.of(DEBIAN), List.of(), WEB_SERVER);
    static final Recipe PAUSE = onNothing("parallax/pause:1", "pause", Software.TOOLS, "pause");
    static final Recipe COREDNS =
            onNothing("parallax/coredns:" + Software.COREDNS.version(), "coredns", Software.COREDNS, "coredns");
    static final Recipe METALLB_CONTROLLER = onNothing(
            "parallax/metallb-controller:" + Software.METALLB.version(),
            "metallb-controller",
            Software.METALLB,
            "controller");
    static final Recipe METALLB_SPEAKER = onNothing(
            "parallax/metallb-speaker:" + Software.METALLB.version(), "metallb-speaker", Software.METALLB, "speaker");
    static final Recipe LOCAL_PATH_PROVISIONER = onNothing(
            "parallax/local-path-provisioner:" + Software.LOCAL_PATH_PROVISIONER.version(),
            "local-path-provisioner",
            Software.LOCAL_PATH_PROVISIONER,
            "local-path-provisioner");
    static final Recipe HOST = new Recipe("parallax/lab-host:1", "lab-host", Optional.of(KEYSTONE), BOOT, WEB_SERVER);

    /** A Kubernetes host before the images that pods use are put into it. */
    static final Recipe BARE_NODE =
            new Recipe("parallax/lab-node:base", "lab-node", Optional.of(DEBIAN), BOOT, Map.of());

    /** What pods use, in every node from the start. */
    static final List<Recipe> IN_EVERY_NODE = List.of(
            KEYSTONE,
            MARIADB,
            MEMCACHED,
            WEB,
            HELPER,
            PAUSE,
            COREDNS,
            METALLB_CONTROLLER,
            METALLB_SPEAKER,
            LOCAL_PATH_PROVISIONER);

    private static Recipe onDebian(String image, String folder) {
        return new Recipe(image, folder, Optional.of(DEBIAN), List.of(), Map.of());
    }

    private static Recipe onNothing(String image, String folder, Software software, String file) {
        return new Recipe(image, folder, Optional.empty(), List.of(), Map.of(file, new Executable(software, file)));
    }

    /** Digest of all that the image is made from, its parents included: 64 hex digits. */
    String inputs() {
        Digest digest = new Digest()
                .add("image", image)
                .add("Dockerfile", Resources.read(Recipe.class, folder + "/Dockerfile"));
        if (folder.equals("debian")) {
            digest.add("packages", String.join(",", DebianBase.PACKAGES));
        }
        parent.ifPresent(below -> digest.add("parent", below.inputs()));
        files.forEach(file -> digest.add(file, Resources.read(Recipe.class, file)));
        new java.util.TreeMap<>(executables)
                .forEach((name, executable) -> digest.add(
                        name,
                        executable.software().name() + " "
                                + executable.software().revision() + "/" + executable.file()));
        return digest.hex();
    }
}
