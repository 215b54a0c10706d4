package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrittenOutputTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void outputThatIsNotWholeIsNoSuccess() {
        int status = version(refusing("No space left on device"));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("parallax: standard output cannot be written: No space left on device\n");
    }

    @Test
    void aReaderThatHasHadEnoughIsNoFailure() {
        int status = version(refusing("Broken pipe"));

        assertThat(status).isZero();
        assertThat(err.size()).isZero();
    }

    private int version(OutputStream out) {
        return ParallaxCommand.run(new Invocation(out, err, Terminal.PIPE, Map.of(), Path.of("..")), "version");
    }

    private static OutputStream refusing(String why) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(why);
            }
        };
    }
}
