package dev.parallax.lab.binaries;

import dev.parallax.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Go module of ours whose go.mod and go.sum pin everything that goes into an executable.
 *
 * @param folder the module's resources, below this package's
 * @param packages what to build, each into one executable
 * @param variables values that the linker sets, {@code import/path.name=value}
 * @param links further names of the one executable
 */
public record GoModule(
        String folder, List<String> packages, List<String> tags, List<String> variables, List<String> links) {
    private static final List<String> SOURCES = List.of("go.mod", "go.sum", "main.go", "pause/main.go", "web/main.go");

    /** What to set when {@link #command} is run. */
    static final Map<String, String> ENVIRONMENT = Map.of("CGO_ENABLED", "0", "GOWORK", "off");

    static GoModule of(String folder, String... packages) {
        return new GoModule(folder, List.of(packages), List.of(), List.of(), List.of());
    }

    /** Writes the module's sources to a folder. */
    void unpack(Path target) throws IOException {
        for (String source : SOURCES) {
            byte[] content = read(source);
            if (content.length > 0) {
                Path file = target.resolve(source);
                Files.createDirectories(file.getParent());
                Files.write(file, content);
            }
        }
    }

    /** Digest of all that the executables are made from and how, 12 hex digits. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> recipe = new ArrayList<>(command("go", Path.of("output")));
            recipe.add(new TreeMap<>(ENVIRONMENT).toString());
            recipe.addAll(links);
            for (String part : recipe) {
                update(digest, part.getBytes(StandardCharsets.UTF_8));
            }
            for (String source : SOURCES) {
                update(digest, source.getBytes(StandardCharsets.UTF_8));
                update(digest, read(source));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        } catch (IOException e) {
            throw new LabException("could not read the sources of " + folder, e);
        }
    }

    /** With its length, so that no two recipes meet. */
    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private byte[] read(String source) throws IOException {
        try (InputStream stream = GoModule.class.getResourceAsStream(folder + "/" + source)) {
            return stream == null ? new byte[0] : stream.readAllBytes();
        }
    }

    /** The command that builds it into the folder, to be run where the sources are. */
    List<String> command(String go, Path output) {
        List<String> command = new ArrayList<>(List.of(go, "build", "-v", "-trimpath", "-mod=readonly"));
        if (!tags.isEmpty()) {
            command.add("-tags=" + String.join(",", tags));
        }
        StringBuilder linker = new StringBuilder("-s -w");
        variables.forEach(variable -> linker.append(" -X ").append(variable));
        command.add("-ldflags=" + linker);
        command.add("-o");
        command.add(output + "/");
        command.addAll(packages);
        return command;
    }
}
