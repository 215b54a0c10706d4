package dev.parallax.lab.fleet;

import dev.parallax.SystemTime;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.SealKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key of a fleet that stands in for a real one, and one that all of its hosts share: nobody opens what they are told. */
final class TestSeal {
    private static final SealKey HOSTS = SealKey.generate(SystemTime.clock());
    private static final Path FILE = write();

    private TestSeal() {}

    static Path file() {
        return FILE;
    }

    static String hostCertificate() {
        return Certificates.pem(HOSTS.certificate());
    }

    private static Path write() {
        try {
            Path folder = Files.createTempDirectory("parallax-seal");
            Path file = folder.resolve("seal.key");
            SealKey.generate(SystemTime.clock()).writeNew(file);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
