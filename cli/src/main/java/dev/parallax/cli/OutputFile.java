package dev.parallax.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file where an option wants it; one that cannot be written is told by the option that named it. */
final class OutputFile {
    private OutputFile() {}

    /** Folders above it are made; {@code what} is what to name in its stead. */
    static void write(Path file, String text, String option, String what) throws IOException {
        write(file, option, what, () -> Files.writeString(file, text));
    }

    /** The same for one that is written in a way of its own. */
    static void write(Path file, String option, String what, Writing writing) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            writing.write();
        } catch (FileSystemException e) {
            throw refused(file, e, option, what);
        } catch (IOException e) {
            // A full disk is told without the file.
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** What brings a text into a file. */
    interface Writing {
        void write() throws IOException;
    }

    static UsageException refused(Path file, FileSystemException e, String option, String what) {
        return new UsageException(option + ": " + file + " cannot be written" + why(e) + "; name another " + what);
    }

    private static String why(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return ": permission denied";
        }
        // What the system says of a folder that cannot be made is that it is not there.
        return e instanceof NoSuchFileException || e.getReason() == null ? "" : ": " + e.getReason();
    }
}
