package dev.parallax.lab.image;

import dev.parallax.lab.FileLock;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Resources;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the lab's images from Debian's packages and {@link Binaries}, each only when what it is made from has changed. May be
 * interrupted at any moment: an image that is not whole has no name.
 */
public final class Images {
    /** A Kubernetes host with the application images in it. */
    public static final String NODE = "parallax/lab-node:1";

    /** A host of the Puppet side with the application's packages in it. */
    public static final String HOST = "parallax/lab-host:1";

    /** What a kubelet holds a pod open with; in every node. */
    public static final String PAUSE = "parallax/pause:1";

    /** The application of the conformance tests; in every node, and as {@code /usr/bin/parallax-web} on every host. */
    public static final String WEB = "parallax/web:1";

    /** A shell; in every node. */
    public static final String HELPER = "parallax/helper:1";

    /** The cluster's DNS server; in every node. */
    public static final String COREDNS = Recipe.COREDNS.image();

    /** In every node. */
    public static final String METALLB_CONTROLLER = Recipe.METALLB_CONTROLLER.image();

    /** In every node. */
    public static final String METALLB_SPEAKER = Recipe.METALLB_SPEAKER.image();

    /** In every node. */
    public static final String LOCAL_PATH_PROVISIONER = Recipe.LOCAL_PATH_PROVISIONER.image();

    private static final Duration PRELOAD = Duration.ofMinutes(15);

    private final ImageStore store;
    private final Binaries binaries;
    private final Places places;
    private final Progress progress;

    public Images(Docker docker, Binaries binaries, Places places, Progress progress) {
        this.store = docker.images();
        this.binaries = binaries;
        this.places = places;
        this.progress = progress;
    }

    /** Makes {@link #HOST} unless it is there; returns its name. */
    public String ensureHost() {
        if (!current(HOST, Recipe.HOST.inputs())) {
            locked(() -> ensure(Recipe.HOST));
        }
        return HOST;
    }

    /** Makes {@link #NODE} unless it is there, with everything that goes into it; returns its name. */
    public String ensureNode() {
        if (!current(NODE, nodeInputs())) {
            locked(this::makeNode);
        }
        return NODE;
    }

    /** Makes those parts of {@link #NODE} that consist of packages alone, unless it is there: they need nothing of {@link Binaries}. */
    public void ensurePackaged() {
        if (!current(NODE, nodeInputs())) {
            locked(() -> Recipe.IN_EVERY_NODE.stream()
                    .filter(recipe -> recipe.executables().isEmpty())
                    .forEach(this::ensure));
        }
    }

    /** True when {@link #ensureHost()} and {@link #ensureNode()} have nothing to do. */
    public boolean present() {
        return current(HOST, Recipe.HOST.inputs()) && current(NODE, nodeInputs());
    }

    private boolean current(String image, String inputs) {
        return store.inputs(image).filter(inputs::equals).isPresent();
    }

    private void locked(Runnable work) {
        FileLock.holding(places.cache().resolve(ImageStore.LOCK), progress, () -> {
            work.run();
            store.removeSuperseded();
            return true;
        });
    }

    private static String nodeInputs() {
        Digest digest = new Digest()
                .add("node", Recipe.BARE_NODE.inputs())
                .add("preload", Resources.read(Images.class, "lab-node/preload"));
        Recipe.IN_EVERY_NODE.forEach(recipe -> digest.add(recipe.image(), recipe.inputs()));
        return digest.hex();
    }

    private void makeNode() {
        String inputs = nodeInputs();
        if (current(NODE, inputs)) {
            return;
        }
        Recipe.IN_EVERY_NODE.forEach(this::ensure);
        ensure(Recipe.BARE_NODE);
        progress.run(
                "put the application images into " + NODE,
                () -> inWorkFolder("preload", folder -> {
                    store.save(Recipe.IN_EVERY_NODE.stream().map(Recipe::image).toList(), folder.resolve("images.tar"));
                    store.derive(
                            NODE,
                            Recipe.BARE_NODE.image(),
                            inputs,
                            folder,
                            "/build",
                            Resources.text(Images.class, "lab-node/preload"),
                            PRELOAD);
                }));
    }

    private void ensure(Recipe recipe) {
        String inputs = recipe.inputs();
        if (current(recipe.image(), inputs)) {
            return;
        }
        recipe.parent().ifPresent(this::ensure);
        Map<String, Path> executables = new TreeMap<>();
        recipe.executables()
                .forEach((name, executable) -> executables.put(
                        name, binaries.directory(executable.software()).resolve(executable.file())));
        String task = "build image " + recipe.image();
        progress.run(
                task,
                () -> inWorkFolder(recipe.folder(), folder -> {
                    Map<String, Path> context = new TreeMap<>(executables);
                    context.put("Dockerfile", resource(recipe.folder() + "/Dockerfile", folder.resolve("Dockerfile")));
                    for (String file : recipe.files()) {
                        context.put(file, resource(file, folder.resolve(file)));
                    }
                    if (recipe.folder().equals(Recipe.DEBIAN.folder())) {
                        requireTool();
                        DebianBase.make(folder.resolve("base.tar"), task, progress);
                        context.put("base.tar", folder.resolve("base.tar"));
                    }
                    store.build(recipe.image(), context, inputs, line -> progress.update(task, line));
                }));
    }

    private static void requireTool() {
        if (!DebianBase.possible()) {
            throw new LabException("making images needs mmdebstrap: run `parallax doctor --fix` as root, or"
                    + " `apt-get install mmdebstrap`");
        }
    }

    private static Path resource(String path, Path file) throws IOException {
        return Files.write(file, Resources.read(Images.class, path));
    }

    private boolean inWorkFolder(String name, FolderWork work) {
        Path folder = places.cache().resolve("work").resolve("image-" + name);
        try {
            Files.createDirectories(folder);
            clear(folder);
            work.run(folder);
            clear(folder);
            Files.delete(folder);
            return true;
        } catch (IOException e) {
            throw new LabException("could not prepare the image " + name + ": " + e.getMessage(), e);
        }
    }

    /** Work folders hold plain files only. */
    private static void clear(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private interface FolderWork {
        void run(Path folder) throws IOException;
    }
}
