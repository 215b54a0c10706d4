package dev.parallax.puppetconsul.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Keys that are the same in every test; nothing but tests uses them. */
public final class TestKeys {
    public static final SealKey FLEET = SealKey.of("fleet.key", text("fleet.key"));
    public static final SealKey HOST = SealKey.of("host.key", text("host.key"));

    private TestKeys() {}

    public static String text(String resource) {
        try (InputStream file = Objects.requireNonNull(TestKeys.class.getResourceAsStream(resource))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
