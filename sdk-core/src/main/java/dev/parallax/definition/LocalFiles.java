package dev.parallax.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
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

    private static final String BESIDE = "put a copy beside that document, or in a folder there, and name the copy";

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
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** The text of a file that is named relative to a folder and lies below it or below another one, wherever links lead. */
    static String readBelow(Path folder, Path other, String name) {
        try {
            Path file = folder.resolve(name);
            if (Path.of(name).isAbsolute() && Objects.equals(real(folder).getRoot(), file.getRoot())) {
                throw new UnreadableFileException(
                        "is an absolute path",
                        "put a copy beside the document that names it, or in a folder there, and name the copy");
            }
            // What lies elsewhere is not looked at, so that nothing is said of whether it is there.
            requireBelow(folder, other, real(folder).resolve(name).normalize(), "lies outside");
            if (Files.exists(file)) {
                requireBelow(folder, other, real(file), "is a link that leads outside");
            }
            return read(file);
        } catch (InvalidPathException e) {
            throw new UnreadableFileException("is not a file name", "write the name of a file", e);
        }
    }

    private static void requireBelow(Path folder, Path other, Path file, String otherwise) {
        if (!file.startsWith(real(folder)) && !file.startsWith(real(other))) {
            throw new UnreadableFileException(otherwise + " the folder of the document that names it", BESIDE);
        }
    }

    /** The text of a file without a byte order mark; {@link UnreadableFileException} says why there is none. */
    static String read(Path file) {
        return text(bytes(file), file.toString());
    }

    /** As {@link #read(Path)}, of what is read to its end; {@code name} stands for it. */
    static String read(InputStream stream, String name) {
        byte[] bytes;
        try {
            bytes = stream.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new UnreadableFileException("cannot be read: " + e.getMessage(), "name a file", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new UnreadableFileException("has more than " + MOST_BYTES + " bytes", "make it smaller");
        }
        return text(bytes, name);
    }

    private static String text(byte[] read, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(read);
        // No byte becomes more than one character.
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes, text, true);
        String decoded = withoutMark(text.flip().toString());
        if (result.isError()) {
            throw new UnreadableFileException(Position.after(name, decoded), "is not UTF-8 text", "save it as UTF-8");
        }
        return decoded;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
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
