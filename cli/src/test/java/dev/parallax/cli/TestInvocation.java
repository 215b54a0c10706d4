package dev.parallax.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

final class TestInvocation {
    private TestInvocation() {}

    static Invocation silent() {
        return new Invocation(
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Terminal.PIPE,
                Map.of(),
                Path.of(".."));
    }
}
