package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private static final LogLine LINE =
            new LogLine("web", "web-0", "app", Optional.of(Instant.ofEpochSecond(1, 2_000)), "hello ä");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Invocation invocation(OutputStream out) {
        return new Invocation(out, new ByteArrayOutputStream(), Terminal.PIPE, Map.of(), Path.of(".."));
    }

    private String printed(boolean json, boolean timestamps, boolean prefixed) {
        new LogText(invocation(out), json, timestamps, prefixed).print(LINE);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsWhatWasWrittenAndNothingElse() {
        assertThat(printed(false, false, false)).isEqualTo("hello ä\n");
    }

    @Test
    void saysWhenAndByWhom() {
        assertThat(printed(false, true, true)).isEqualTo("1970-01-01T00:00:01.000002Z [web-0 app] hello ä\n");
    }

    @Test
    void writesOneDocumentALine() {
        assertThat(printed(true, false, false).lines())
                .singleElement()
                .asString()
                .contains("\"replica\":\"web-0\"", "\"text\":\"hello ä\"");
    }

    @Test
    void endsWhenNobodyReads() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        LogText text = new LogText(invocation(closed), false, false, false);
        assertThatThrownBy(() -> text.print(LINE)).isInstanceOf(LogText.ClosedException.class);
    }
}
