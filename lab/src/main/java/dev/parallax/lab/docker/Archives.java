package dev.parallax.lab.docker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar archives in which the engine takes and gives files. */
final class Archives {
    private Archives() {}

    /** An archive of these files, owned by root. The engine makes missing directories and leaves those alone that are there. */
    static byte[] tar(List<HostFile> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (HostFile file : files) {
                TarArchiveEntry entry = new TarArchiveEntry(file.path().substring(1));
                entry.setSize(file.content().length);
                entry.setMode(file.mode());
                tar.putArchiveEntry(entry);
                tar.write(file.content());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** An archive of these files under these names, in a temporary file that the caller removes. */
    static Path tar(Map<String, Path> files) throws IOException {
        Path archive = Files.createTempFile("parallax", ".tar");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(Files.size(file.getValue()));
                entry.setMode(Files.isExecutable(file.getValue()) ? 0755 : 0644);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                Files.copy(file.getValue(), tar);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            Files.deleteIfExists(archive);
            throw e;
        }
        return archive;
    }

    /** The content of the first file of an archive. */
    static byte[] first(InputStream archive) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    return tar.readAllBytes();
                }
            }
        }
        throw new IOException("it is not a file");
    }
}
