package dev.parallax.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/** Reads definitions and what they name: regular files, UTF-8, at most 1 MiB. Messages are "what is wrong; what to do". */
final class LocalFiles {
    static final int MOST_BYTES = 1 << 20;

    private LocalFiles() {}

    /** A file named by a definition, as a path for whoever applies it. */
    static String resolve(Path folder, String name) {
        try {
            return folder.resolve(name).toString();
        } catch (InvalidPathException e) {
            return name;
        }
    }

    /** The name under which a file that is named relative to one folder is found from another. */
    static String relocate(String name, Path from, Path to) {
        try {
            if (from.equals(to) || Path.of(name).isAbsolute()) {
                return name;
            }
            Path file = real(from).resolve(name).normalize();
            return Objects.equals(real(to).getRoot(), file.getRoot())
                    ? real(to).relativize(file).toString()
                    : file.toString();
        } catch (InvalidPathException e) {
            return name;
        }
    }

    /** Without links, so that {@code ..} in a name leads where it does for the operating system. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /** The text of a file without a byte order mark; {@link UnreadableFileException} says why there is none. */
    static String read(Path folder, String name) {
        try {
            return read(folder.resolve(name));
        } catch (InvalidPathException e) {
            throw new UnreadableFileException("is not a file name", "write the name of a file", e);
        }
    }

    static String read(Path file) {
        byte[] bytes = bytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableFileException("is not UTF-8 text", "save it as UTF-8", e);
        }
    }

    private static byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw new UnreadableFileException("does not exist", "name an existing file");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnreadableFileException("is not a file", "name a file, not a folder or device");
        }
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new UnreadableFileException(
                        "has " + size + " bytes; at most " + MOST_BYTES + " are read", "make it smaller");
            }
            return Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException("may not be read", "give yourself the right to read it", e);
        } catch (IOException e) {
            throw new UnreadableFileException("cannot be read: " + e.getMessage(), "make it readable", e);
        }
    }
}
