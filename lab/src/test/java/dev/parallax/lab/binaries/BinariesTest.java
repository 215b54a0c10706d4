package dev.parallax.lab.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    private static final byte[] EXECUTABLE = "#!/bin/sh\necho hello\n".getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final Map<String, byte[]> published = new ConcurrentHashMap<>();
    private final Map<String, Integer> cutOff = new ConcurrentHashMap<>();
    private final List<String> built = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final HttpServer server;

    BinariesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void publish() {
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] content = published.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, content.length);
                Integer limit = cutOff.remove(path);
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(content, 0, limit == null ? content.length : limit);
                } catch (IOException e) {
                    // Fewer bytes than announced: what the test asks for.
                    assertThat(limit).isNotNull();
                }
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takesAReleaseThatHasItsPublishedSum() throws Exception {
        byte[] zip = zip("tool", EXECUTABLE);
        published.put("/releases.test/tool_1.0.zip", zip);
        published.put(
                "/releases.test/SUMS",
                (sum("other".getBytes(StandardCharsets.UTF_8)) + "  tool_2.0.zip\n" + sum(zip) + "  tool_1.0.zip\n")
                        .getBytes(StandardCharsets.UTF_8));

        Software software = software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS");
        Path result = binaries(Optional.empty()).directory(software);

        assertThat(result.resolve("tool")).hasBinaryContent(EXECUTABLE).isExecutable();
        assertThat(built).isEmpty();
        assertThat(result)
                .isEqualTo(folder.resolve("cache/binaries/tool/" + software.revision() + "/" + Platform.current()));
    }

    @Test
    void takesPackedAndPlainFilesWithASumOfTheirOwn() throws Exception {
        byte[] tar = tar("dist/tool", EXECUTABLE);
        published.put("/releases.test/tool.tgz", tar);
        published.put("/releases.test/tool.tgz.sha256", (sum(tar) + "  tool.tgz").getBytes(StandardCharsets.UTF_8));
        Release.Download packed = new Release.Download(
                "https://releases.test/tool.tgz",
                "https://releases.test/tool.tgz.sha256",
                Release.Packing.TAR_GZIP,
                Map.of("dist/tool", "tool"));
        published.put("/releases.test/plain", EXECUTABLE);
        published.put("/releases.test/plain.sha256", sum(EXECUTABLE).getBytes(StandardCharsets.UTF_8));
        Release.Download plain = new Release.Download(
                "https://releases.test/plain",
                "https://releases.test/plain.sha256",
                Release.Packing.NONE,
                Map.of("plain", "plain"));

        Path result = binaries(Optional.empty())
                .directory(new Software(
                        "tool",
                        "1.0",
                        List.of("tool", "plain"),
                        Optional.of(new Release(List.of(packed, plain))),
                        GoModule.of("tools")));

        assertThat(result.resolve("tool")).hasBinaryContent(EXECUTABLE).isExecutable();
        assertThat(result.resolve("plain")).hasBinaryContent(EXECUTABLE).isExecutable();
    }

    @Test
    void refusesAReleaseWithAWrongSum() throws Exception {
        published.put("/releases.test/tool_1.0.zip", zip("tool", "something else".getBytes(StandardCharsets.UTF_8)));
        published.put("/releases.test/SUMS", (sum(EXECUTABLE) + "  tool_1.0.zip\n").getBytes(StandardCharsets.UTF_8));
        Binaries binaries = binaries(Optional.empty());
        Software software = software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS");

        assertThatThrownBy(() -> binaries.directory(software))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("is not what its project published")
                .hasMessageContaining("PARALLAX_RELEASES=none");
        assertThat(built).isEmpty();
        assertThat(binaries.present(software)).isEmpty();
    }

    @Test
    void givesUpADownloadThatStallsAndBeginsAnewNextTime() throws Exception {
        byte[] zip = zip("tool", EXECUTABLE);
        published.put("/releases.test/tool_1.0.zip", zip);
        published.put("/releases.test/SUMS", (sum(zip) + "  tool_1.0.zip\n").getBytes(StandardCharsets.UTF_8));
        cutOff.put("/releases.test/tool_1.0.zip", 10);
        Software software = software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS");
        Binaries failing = new Binaries(
                places(),
                Optional.empty(),
                releases(),
                (which, work, output) -> {
                    throw new LabException("interrupted");
                },
                Progress.NONE);

        assertThatThrownBy(() -> failing.directory(software)).hasMessage("interrupted");
        assertThat(failing.present(software)).isEmpty();

        Path result = binaries(Optional.empty()).directory(software);
        assertThat(result.resolve("tool")).hasBinaryContent(EXECUTABLE);
        assertThat(folder.resolve("cache/work/tool")).doesNotExist();
    }

    @Test
    void buildsWhatNoServerInReachHas() {
        server.stop(0);
        Software software = software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS");

        assertThat(binaries(Optional.empty()).directory(software).resolve("tool"))
                .isExecutable();
        assertThat(built).containsExactly("tool 1.0");
        assertThat(said).anyMatch(line -> line.contains("out of reach") && line.contains("building it here instead"));
    }

    @Test
    void buildsOnceAndThenTakesItFromTheCache() {
        Software software = software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS");
        Binaries binaries = binaries(Optional.empty());

        assertThat(binaries.directory(software)).isEqualTo(binaries.directory(software));
        assertThat(built).hasSize(1);
    }

    @Test
    void buildsAnewWhatIsBuiltInAnotherWay() {
        Binaries binaries = binaries(Optional.empty());
        Path plain = binaries.directory(built(GoModule.of("tools", "./web")));

        Path tagged = binaries.directory(
                built(new GoModule("tools", List.of("./web"), List.of("selinux"), List.of(), List.of())));

        assertThat(tagged).isNotEqualTo(plain);
        assertThat(built).hasSize(2);
    }

    private static Software built(GoModule module) {
        return new Software("tool", "1.0", List.of("tool"), Optional.empty(), module);
    }

    @Test
    void prefersTheFolderThatTheUserNames() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Software software = software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS");
        Binaries binaries = binaries(Optional.of(named));

        assertThat(binaries.present(software)).isEmpty();
        Files.write(named.resolve("tool"), EXECUTABLE);
        assertThat(named.resolve("tool").toFile().setExecutable(true)).isTrue();
        assertThat(binaries.directory(software)).isEqualTo(named);
        assertThat(built).isEmpty();
    }

    @Test
    void clearsAwayWhatAnInterruptedRunLeft() throws Exception {
        Path left = Files.createDirectories(folder.resolve("cache/work/tool/output"));
        Files.writeString(left.resolve("half"), "half");

        Path result = binaries(Optional.empty()).directory(software(Release.Packing.ZIP, "tool_1.0.zip", "SUMS"));

        try (Stream<Path> files = Files.list(result)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("tool");
        }
    }

    private Binaries binaries(Optional<Path> named) {
        return new Binaries(places(), named, releases(), this::build, Progress.NONE);
    }

    private void build(Software software, Path work, Path output) {
        built.add(software.toString());
        try {
            Files.write(output.resolve("tool"), EXECUTABLE);
        } catch (IOException e) {
            throw new LabException("could not write", e);
        }
        assertThat(output.resolve("tool").toFile().setExecutable(true)).isTrue();
    }

    private Places places() {
        return new Places(folder.resolve("cache"), folder.resolve("state"));
    }

    private Releases releases() {
        return Releases.ofMirror(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(1), new Progress() {
                    @Override
                    public void failed(String task, String reason) {
                        said.add(task + ": " + reason);
                    }
                });
    }

    private static Software software(Release.Packing packing, String file, String sums) {
        return new Software(
                "tool",
                "1.0",
                List.of("tool"),
                Optional.of(new Release(List.of(new Release.Download(
                        "https://releases.test/" + file,
                        "https://releases.test/" + sums,
                        packing,
                        Map.of("tool", "tool"))))),
                GoModule.of("tools"));
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static String sum(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
