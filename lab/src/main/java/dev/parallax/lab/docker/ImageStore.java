package dev.parallax.lab.docker;

import static dev.parallax.lab.docker.DockerCalls.call;
import static dev.parallax.lab.docker.DockerCalls.settle;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.SaveImagesCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Volume;
import dev.parallax.lab.LabException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine's images. An image gets its name only when it is whole and carries the digest of what it was made from, so that a
 * build which was interrupted leaves nothing that could be taken for a result.
 */
public final class ImageStore {
    /** In the cache: held while images are made. Executables have a lock of their own, which whoever holds this one may take. */
    public static final String LOCK = "images.lock";

    /** The container in which images are made, one at a time, and its volume. */
    private static final String BUILDER = "parallax-builder";

    private static final Duration BUILD = Duration.ofMinutes(30);

    private final DockerCalls calls;
    private final HostConfiguration.Rights rights;

    ImageStore(DockerCalls calls, HostConfiguration.Rights rights) {
        this.calls = calls;
        this.rights = rights;
    }

    /** The identifier of the image of that name. */
    public Optional<String> id(String image) {
        return inspect(image).map(InspectImageResponse::getId);
    }

    /** The digest of what the image was made from; empty when there is no such image or somebody else made it. */
    public Optional<String> inputs(String image) {
        return inspect(image)
                .map(InspectImageResponse::getConfig)
                .map(config -> config == null ? null : config.getLabels())
                .map(labels -> labels.get(Labels.INPUTS));
    }

    /** The image's size in bytes with all its layers, shared ones too. */
    public long size(String image) {
        return inspect(image).map(InspectImageResponse::getSize).orElse(0L);
    }

    private Optional<InspectImageResponse> inspect(String image) {
        try {
            return Optional.of(calls.quick().inspectImageCmd(image).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new LabException("could not inspect the image " + image + ": " + DockerCalls.reason(e), e);
        }
    }

    /**
     * Builds an image from a Dockerfile and the files beside it, on the machine's own network.
     *
     * @param context name to file
     * @param inputs the digest to mark it with
     * @param output hears each line that the build prints
     */
    public void build(String image, Map<String, Path> context, String inputs, Consumer<String> output) {
        BuildOutput build = new BuildOutput(output);
        try (build) {
            Path archive = Archives.tar(context);
            try (InputStream stream = new BufferedInputStream(Files.newInputStream(archive))) {
                calls.patient()
                        .buildImageCmd(stream)
                        .withTags(Set.of(image))
                        .withLabels(Map.of(Labels.INPUTS, inputs))
                        .withNetworkMode("host")
                        .withForcerm(true)
                        .exec(build);
                if (!build.awaitCompletion(BUILD.toMinutes(), TimeUnit.MINUTES)) {
                    throw new LabException(
                            "building the image " + image + " took longer than " + BUILD.toMinutes() + " min");
                }
            } finally {
                Files.delete(archive);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while the image " + image + " was built", e);
        } catch (IOException | RuntimeException e) {
            throw new LabException(
                    "could not build the image " + image + ": " + DockerCalls.reason(e) + "\n" + build.end(), e);
        }
        if (build.error != null) {
            throw new LabException("could not build the image " + image + ": " + build.error + "\n" + build.end());
        }
    }

    /**
     * Makes an image from another one by a shell script that runs in it with all rights of a host, without network.
     *
     * @param folder seen by the script at {@code /input}, read-only
     * @param volume a path that is a volume while the script runs, so that what it writes there is not part of the image
     */
    public void derive(
            String image, String base, String inputs, Path folder, String volume, String script, Duration limit) {
        removeBuilders();
        InspectImageResponse before = inspect(base)
                .orElseThrow(() -> new LabException("there is no image " + base + " to make " + image + " from"));
        try {
            String container = builder(base, folder, volume);
            calls.quick().startContainerCmd(container).exec();
            Exec.run(calls, image, container, limit, List.of("/bin/sh", "-euc", script))
                    .orThrow();
            String layer = call(
                    "commit " + image,
                    () -> calls.patient().commitCmd(container).exec());
            // The container was started with another command: the last step restores the image's own and gives it its
            // name.
            Path dockerfile = Files.createTempFile("parallax", ".Dockerfile");
            try {
                Files.writeString(dockerfile, "FROM " + layer + "\nENTRYPOINT " + entrypoint(before) + "\nCMD []\n");
                build(image, Map.of("Dockerfile", dockerfile), inputs, line -> {});
            } finally {
                Files.delete(dockerfile);
            }
        } catch (IOException e) {
            throw new LabException("could not make the image " + image + ": " + e.getMessage(), e);
        } finally {
            removeBuilders();
        }
    }

    private String builder(String base, Path folder, String volume) {
        return call("make a container of " + base, () -> calls.quick()
                .createContainerCmd(base)
                // Known by its name: a label would go into the image, and from there to every host.
                .withName(BUILDER)
                .withEntrypoint("/bin/sleep", "infinity")
                .withHostConfig(HostConfiguration.rights(rights)
                        .withNetworkMode("none")
                        .withCgroupnsMode("private")
                        .withTmpFs(Map.of("/run", "rw", "/tmp", "rw"))
                        .withBinds(
                                new Bind(folder.toAbsolutePath().toString(), new Volume("/input"), AccessMode.ro),
                                new Bind(BUILDER, new Volume(volume))))
                .exec()
                .getId());
    }

    private static String entrypoint(InspectImageResponse image) {
        String[] entrypoint =
                image.getConfig() == null ? null : image.getConfig().getEntrypoint();
        return entrypoint == null
                ? "[]"
                : Stream.of(entrypoint).map(word -> '"' + word + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    /** Removes what an interrupted {@link #derive} left. */
    void removeBuilders() {
        settle("remove a container left by a build", () -> calls.patient()
                .removeContainerCmd(BUILDER)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
        settle(
                "remove the volume of a build",
                () -> calls.quick().removeVolumeCmd(BUILDER).exec());
    }

    /** Writes images to a file, in the engine's own format, shared layers once. */
    public void save(List<String> images, Path file) {
        SaveImagesCmd save = calls.patient().saveImagesCmd();
        for (String image : images) {
            int colon = image.lastIndexOf(':');
            save.withImage(image.substring(0, colon), image.substring(colon + 1));
        }
        call("save " + String.join(", ", images), () -> {
            try (InputStream archive = save.exec()) {
                return Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new LabException("could not save images to " + file + ": " + e.getMessage(), e);
            }
        });
    }

    /** Takes the name from an image, and the image away when it has no other and nothing uses it. */
    public void remove(String image) {
        settle(
                "remove the image " + image,
                () -> calls.quick().removeImageCmd(image).withForce(true).exec());
    }

    /** Removes those of our images that have lost their name to a newer one and that nothing uses. */
    public void removeSuperseded() {
        for (Image image : call("list images", () -> calls.quick()
                .listImagesCmd()
                .withDanglingFilter(true)
                .withLabelFilter(Labels.INPUTS)
                .exec())) {
            try {
                calls.quick().removeImageCmd(image.getId()).exec();
            } catch (ConflictException | NotFoundException e) {
                // A host still runs on it, or another image stands on it.
            } catch (RuntimeException e) {
                throw new LabException("could not remove the image " + image.getId() + ": " + DockerCalls.reason(e), e);
            }
        }
    }

    private static final class BuildOutput extends ResultCallback.Adapter<BuildResponseItem> {
        private static final int KEPT = 30;

        private final Consumer<String> output;
        private final Deque<String> last = new ArrayDeque<>();
        private volatile @Nullable String error;

        BuildOutput(Consumer<String> output) {
            this.output = output;
        }

        @Override
        public void onNext(BuildResponseItem item) {
            if (item.getErrorDetail() != null) {
                error = item.getErrorDetail().getMessage();
            }
            if (item.getStream() != null) {
                item.getStream()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(this::line);
            }
        }

        private synchronized void line(String line) {
            last.addLast(line);
            if (last.size() > KEPT) {
                last.removeFirst();
            }
            output.accept(line);
        }

        synchronized String end() {
            return String.join("\n", last);
        }
    }
}
