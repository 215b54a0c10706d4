package dev.parallax.lab.binaries;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Downloads what projects release and keeps it only when it has the SHA-256 sum that the project publishes beside it. A server that
 * is out of reach is no error: the next source has its turn. A wrong sum is one.
 */
final class Releases {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** Longest silence of a server that has begun to answer. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Optional<URI> mirror;
    private final boolean enabled;
    private final Progress progress;
    private final Duration silence;
    private final Set<String> outOfReach = new HashSet<>();

    private Releases(Optional<URI> mirror, boolean enabled, Duration silence, Progress progress) {
        this.mirror = mirror;
        this.enabled = enabled;
        this.silence = silence;
        this.progress = progress;
    }

    /**
     * As {@code PARALLAX_RELEASES} (or the property {@code parallax.releases}) says: nothing for the projects' own servers,
     * {@code none} for no downloads at all, or the address of a mirror that has {@code /HOST/PATH} for {@code https://HOST/PATH}.
     */
    static Releases ofTheEnvironment(Progress progress) {
        String setting = System.getProperty("parallax.releases", System.getenv().getOrDefault("PARALLAX_RELEASES", ""))
                .strip();
        return setting.equals("none")
                ? none()
                : setting.isEmpty() ? ofTheProjects(progress) : ofMirror(URI.create(setting), SILENCE, progress);
    }

    private static Releases ofTheProjects(Progress progress) {
        return new Releases(Optional.empty(), true, SILENCE, progress);
    }

    static Releases ofMirror(URI mirror, Duration silence, Progress progress) {
        return new Releases(Optional.of(mirror), true, silence, progress);
    }

    private static Releases none() {
        return new Releases(Optional.empty(), false, SILENCE, Progress.NONE);
    }

    /**
     * Puts the release's executables into the output folder; false when there is no release or its server is out of reach.
     */
    boolean fetch(Software software, Path work, Path output) {
        if (!enabled || software.release().isEmpty()) {
            return false;
        }
        String task = "download " + software;
        progress.started(task);
        long start = System.nanoTime();
        try {
            for (Release.Download download : software.release().get().downloads()) {
                fetch(task, download, work, output);
            }
            progress.finished(task, Duration.ofNanos(System.nanoTime() - start));
            return true;
        } catch (OutOfReach e) {
            progress.failed(task, e.getMessage() + "; building it here instead");
            return false;
        } catch (LabException e) {
            progress.failed(task, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void fetch(String task, Release.Download download, Path work, Path output) {
        URI address = address(download.url());
        String file = address.getPath().substring(address.getPath().lastIndexOf('/') + 1);
        String expected = publishedSum(address(download.sums()), file);
        progress.update(task, file);
        Path archive = work.resolve(file + ".part");
        String actual = save(address, archive);
        if (!actual.equals(expected)) {
            throw new LabException(
                    address + " is not what its project published: SHA-256 " + actual + " where " + expected
                            + " is expected. Nothing of it was used. Set PARALLAX_RELEASES=none to build it here instead");
        }
        try {
            unpack(download, archive, output);
            Files.delete(archive);
        } catch (IOException e) {
            throw new LabException("could not unpack " + address + ": " + e.getMessage(), e);
        }
    }

    private URI address(String template) {
        URI official = URI.create(Platform.current().fill(template));
        return mirror.map(base -> URI.create(
                        base.toString().replaceAll("/$", "") + "/" + official.getHost() + official.getPath()))
                .orElse(official);
    }

    private String publishedSum(URI address, String file) {
        byte[] body = get(address, InputStream::readAllBytes);
        for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            boolean forThisFile = words.length == 1
                    || words[1].replaceFirst("^\\*?(.*/)?", "").equals(file);
            if (words[0].matches("[0-9a-fA-F]{64}") && forThisFile) {
                return words[0].toLowerCase(Locale.ROOT);
            }
        }
        throw new OutOfReach(address + " has no SHA-256 sum for " + file, null);
    }

    /** Saves what the address has and returns its SHA-256 sum. */
    private String save(URI address, Path file) {
        MessageDigest digest = sha256();
        get(
                address,
                body -> Files.copy(new DigestInputStream(body, digest), file, StandardCopyOption.REPLACE_EXISTING));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Not the newer client of Java: that one has no limit on the silence within a body. */
    private <T> T get(URI address, Reader<T> reader) {
        if (outOfReach.contains(address.getAuthority())) {
            throw new OutOfReach(address.getAuthority() + " is out of reach", null);
        }
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(silence.toMillis()));
            try {
                if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                    throw new OutOfReach(address + " answers with status " + connection.getResponseCode(), null);
                }
                try (InputStream body = connection.getInputStream()) {
                    return reader.read(body);
                }
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            outOfReach.add(address.getAuthority());
            throw new OutOfReach(address.getAuthority() + " is out of reach (" + reason(e) + ")", e);
        }
    }

    private interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static void unpack(Release.Download download, Path archive, Path output) throws IOException {
        switch (download.packing()) {
            case NONE -> {
                try (InputStream stream = Files.newInputStream(archive)) {
                    place(stream, output, download.members().values().iterator().next());
                }
            }
            case TAR_GZIP -> {
                try (TarArchiveInputStream tar = new TarArchiveInputStream(
                        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
                    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                        Optional<String> name = member(download, entry.getName());
                        if (name.isPresent()) {
                            place(tar, output, name.get());
                        }
                    }
                }
            }
            case ZIP -> {
                try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
                    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        Optional<String> name = member(download, entry.getName());
                        if (name.isPresent()) {
                            place(zip, output, name.get());
                        }
                    }
                }
            }
        }
    }

    private static Optional<String> member(Release.Download download, String path) {
        String plain = path.replaceFirst("^\\./", "");
        return download.members().entrySet().stream()
                .filter(member -> Platform.current().fill(member.getKey()).equals(plain))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void place(InputStream stream, Path output, String name) throws IOException {
        Path file = output.resolve(name);
        Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("could not make " + file + " executable");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The release cannot be had from here; nothing is wrong with it. */
    private static final class OutOfReach extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfReach(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
