package dev.parallax.lab.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a machine gets its Debian packages from, read from apt's own configuration, so that images get theirs from the same place.
 * A machine that is no Debian gives nothing, and Debian's own servers are used.
 */
final class AptSources {
    private static final List<String> OPTIONS = List.of(
            "Acquire::Check-Valid-Until",
            "Acquire::Check-Date",
            "Acquire::http::Proxy",
            "Acquire::https::Proxy",
            "Acquire::Retries");

    /** An archive's address with the kinds of suite that it has: "" for the release itself, "-updates", "-security". */
    private final Map<String, Set<String>> archives = new LinkedHashMap<>();

    private AptSources() {}

    static AptSources ofThisMachine() {
        return of(Path.of("/etc/apt"));
    }

    static AptSources of(Path folder) {
        AptSources sources = new AptSources();
        try {
            List<Path> files = new ArrayList<>(List.of(folder.resolve("sources.list")));
            if (Files.isDirectory(folder.resolve("sources.list.d"))) {
                try (Stream<Path> more = Files.list(folder.resolve("sources.list.d"))) {
                    more.sorted().forEach(files::add);
                }
            }
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    sources.add(file.getFileName().toString(), Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private void add(String name, String text) {
        if (name.endsWith(".sources")) {
            for (String stanza : text.split("\n\\s*\n", -1)) {
                Map<String, String> fields = new LinkedHashMap<>();
                for (String line : stanza.lines().toList()) {
                    int colon = line.indexOf(':');
                    if (!line.startsWith("#") && colon > 0) {
                        fields.put(
                                line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                                line.substring(colon + 1).strip());
                    }
                }
                if (!fields.getOrDefault("enabled", "yes").equals("no")
                        && fields.getOrDefault("types", "").contains("deb")) {
                    add(
                            fields.getOrDefault("uris", ""),
                            fields.getOrDefault("suites", ""),
                            fields.getOrDefault("components", ""));
                }
            }
        } else if (name.endsWith(".list")) {
            for (String line : text.lines().toList()) {
                String[] words = line.strip().replaceFirst("\\[[^]]*]\\s*", "").split("\\s+", 4);
                if (words[0].equals("deb") && words.length == 4) {
                    add(words[1], words[2], words[3]);
                }
            }
        }
    }

    private void add(String uris, String suites, String components) {
        if (!List.of(components.split("\\s+", -1)).contains("main")) {
            return;
        }
        for (String uri : uris.split("\\s+", -1)) {
            String address = uri.replaceFirst("/+$", "");
            String last = address.substring(address.lastIndexOf('/') + 1);
            if (!last.equals("debian") && !last.equals("debian-security")) {
                continue;
            }
            for (String suite : suites.split("\\s+", -1)) {
                int dash = suite.indexOf('-');
                String kind = dash < 0 ? "" : suite.substring(dash);
                if (kind.isEmpty() || kind.equals("-updates") || kind.equals("-security")) {
                    archives.computeIfAbsent(address, any -> new LinkedHashSet<>())
                            .add(kind);
                }
            }
        }
    }

    /** One-line sources for a release, whatever release the machine itself runs; empty when nothing is known. */
    List<String> lines(String release) {
        List<String> lines = new ArrayList<>();
        archives.forEach((address, kinds) ->
                kinds.forEach(kind -> lines.add("deb " + address + " " + release + kind + " main")));
        return lines;
    }

    /** How this machine's apt fetches, as far as images need to fetch in the same way: {@code Name "value"}. */
    static List<String> options() {
        List<String> options =
                new ArrayList<>(List.of("Acquire::Languages \"none\"", "APT::Install-Recommends \"false\""));
        try {
            Process dump = new ProcessBuilder("apt-config", "dump")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String option = line.strip().replaceFirst(";$", "");
                if (OPTIONS.stream().anyMatch(name -> option.startsWith(name + " "))) {
                    options.add(option);
                }
            }
        } catch (IOException e) {
            // A machine without apt has no settings of it.
            return options;
        }
        return options;
    }
}
