package dev.parallax.puppetconsul.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of this library that belong on a host, by the path they have there. */
public final class HostFiles {
    /** Where the tools and the module lie on a host. */
    public static final String DIRECTORY = "/usr/lib/parallax";

    static final String UNITS = "/lib/systemd/system";

    private static final Set<String> CALLED = Set.of(
            "parallax-alive",
            "parallax-exec",
            "parallax-haproxy-alive",
            "parallax-haproxy-state",
            "parallax-probe",
            "lib/parallax/balancer.rb",
            "lib/parallax/places.rb",
            "lib/parallax/probe.rb",
            "lib/parallax/sockets.rb",
            "lib/parallax/units.rb");

    private HostFiles() {}

    /** Everything that a host needs: the module, the tools, and their units; sorted by path. */
    public static SortedMap<String, HostFile> installed() {
        SortedMap<String, HostFile> files = new TreeMap<>();
        module().forEach((path, file) -> files.put(DIRECTORY + "/puppet/modules/parallax/" + path, file));
        read("puppet").forEach((path, file) -> {
            if (!path.startsWith("parallax/")) {
                files.put(DIRECTORY + "/puppet/" + path, file);
            }
        });
        read("tools").forEach((path, file) -> {
            String directory = path.startsWith("units/") ? UNITS : DIRECTORY;
            String name = path.startsWith("units/") ? path.substring("units/".length()) : path;
            files.put(directory + "/" + name, file);
        });
        return files;
    }

    /** The Puppet module alone, by the paths inside it ({@code manifests/init.pp}); sorted. */
    public static SortedMap<String, HostFile> module() {
        SortedMap<String, HostFile> files = new TreeMap<>();
        read("puppet").forEach((path, file) -> {
            if (path.startsWith("parallax/")) {
                files.put(path.substring("parallax/".length()), file);
            }
        });
        return files;
    }

    /** The programs that the module calls, and what these require, by the paths they have below {@link #DIRECTORY}; sorted. */
    public static SortedMap<String, HostFile> called() {
        SortedMap<String, HostFile> files = read("tools");
        files.keySet().retainAll(CALLED);
        return files;
    }

    /** What a control repository has beside data and modules that are made of this library; sorted by path. */
    public static SortedMap<String, HostFile> repository() {
        return read("/dev/parallax/puppetconsul/repository");
    }

    private static SortedMap<String, HostFile> read(String folder) {
        URL root = HostFiles.class.getResource(folder);
        if (root == null) {
            throw new IllegalStateException("this library was built without its host files: no resource " + folder);
        }
        try {
            URI uri = root.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return walk(Path.of(uri));
            }
            String location = uri.toString();
            URI archive = URI.create(location.substring("jar:".length(), location.indexOf("!/")));
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(archive), Map.of())) {
                return walk(jar.getPath(location.substring(location.indexOf("!/") + 1)));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource's address is not a URI: " + root, e);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the host files of this library", e);
        }
    }

    private static SortedMap<String, HostFile> walk(Path root) throws IOException {
        SortedMap<String, HostFile> files = new TreeMap<>();
        List<Path> found;
        try (Stream<Path> paths = Files.walk(root)) {
            found = paths.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path path : found) {
            byte[] content = Files.readAllBytes(path);
            boolean executable = content.length > 2 && content[0] == '#' && content[1] == '!';
            files.put(root.relativize(path).toString().replace('\\', '/'), new HostFile(content, executable));
        }
        return files;
    }
}
