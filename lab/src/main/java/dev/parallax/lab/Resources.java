package dev.parallax.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files that are packed beside a class. */
public final class Resources {
    private Resources() {}

    /** {@code path}: from the folder of the class's package. */
    public static byte[] read(Class<?> beside, String path) {
        try (InputStream stream = beside.getResourceAsStream(path)) {
            if (stream == null) {
                throw new LabException("the resource " + path + " is missing from this build of Parallax");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new LabException("could not read the resource " + path, e);
        }
    }

    /** As {@link #read}, of a file in UTF-8. */
    public static String text(Class<?> beside, String path) {
        return new String(read(beside, path), StandardCharsets.UTF_8);
    }
}
