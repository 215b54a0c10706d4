package dev.parallax.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream that keeps why it could not be written, which a {@link java.io.PrintWriter} swallows. */
final class WrittenOutput extends FilterOutputStream {
    private volatile @Nullable String failure;

    WrittenOutput(OutputStream stream) {
        super(stream);
    }

    @Override
    public void write(int octet) throws IOException {
        attempt(() -> out.write(octet));
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        attempt(() -> out.write(octets, from, length));
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    /** Empty too when the reader of a pipe has gone: it has what it wanted. */
    Optional<String> failure() {
        return Optional.ofNullable(failure)
                .filter(why -> !why.toLowerCase(Locale.ROOT).contains("broken pipe"));
    }

    private void attempt(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            if (failure == null) {
                failure = String.valueOf(e.getMessage());
            }
            throw e;
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
