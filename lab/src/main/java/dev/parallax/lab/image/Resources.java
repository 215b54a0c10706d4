package dev.parallax.lab.image;

import dev.parallax.lab.LabException;
import java.io.IOException;
import java.io.InputStream;

/** The files that images are made from. */
final class Resources {
    private Resources() {}

    static byte[] read(String path) {
        try (InputStream stream = Resources.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new LabException("the resource " + path + " is missing from this build of Parallax");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new LabException("could not read the resource " + path, e);
        }
    }
}
